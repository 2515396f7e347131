# The parts of scripts/quickstart: the data sets, the server, the questions. Sourced
# after common.sh; reads and sets the variables declared there.
# shellcheck shell=bash disable=SC2034,SC2154

server_pid=

title() { printf '\n== %s\n' "$*"; }

# --- Data: describe_X names configuration and folder, fetch_X fills the folder. ---

describe_complete_journey() {
  config=examples/complete_journey.textproto
  data_root=data/complete_journey
  dependency_groups=(build data)
  # Products that a person can judge: bell peppers; taco shells and minced meat.
  item=995785
  session=(982833 1044078)
}

fetch_complete_journey() {
  local venv
  venv=$(scripts/python-env data)
  step "data" "$venv/bin/python" scripts/complete-journey-to-csv --output "$data_root"
}

describe_instacart() {
  config=examples/instacart.textproto
  data_root=$instacart_folder
  dependency_groups=(build)
}

fetch_instacart() { log "data: $data_root"; }

describe_generated() {
  config=examples/instacart.textproto
  data_root=$work/data-$customers
  dependency_groups=(build)
}

fetch_generated() {
  if [[ -d $data_root ]]; then
    log "data: $data_root is there"
    return
  fi
  rm -rf "$data_root.partial"
  step "data" "$binaries/c2v-train" generate --output "$data_root.partial" \
    --customers "$customers"
  mv "$data_root.partial" "$data_root"
}

# The folder of the newest published version; nothing where there is none.
latest_snapshot() {
  local manifest
  manifest=$(printf '%s\n' "$work"/snapshots/*/manifest.json | sort -V | tail -n 1)
  if [[ -f $manifest ]]; then dirname "$manifest"; fi
}

# --- The server: started on free ports, watched until it is ready, stopped. ---

start_server() {
  local ports=(0 0 0)
  if [[ -n $port ]]; then ports=("$port" $((port + 1)) $((port + 2))); fi
  rm -f "$work/ports.json"
  # A session of its own, so that --serve outlives this terminal. It keeps the process
  # id, as a background command leads no group.
  OPENBLAS_NUM_THREADS=1 setsid "$binaries/c2v-server" --store "$work/snapshots" \
    --listen "127.0.0.1:${ports[0]}" --admin-listen "127.0.0.1:${ports[1]}" \
    --http-listen "127.0.0.1:${ports[2]}" --ports-file "$work/ports.json" \
    </dev/null >"$work/server.log" 2>&1 &
  server_pid=$!
  wait_for_ports
  step "waiting for readiness" c2v health --wait-seconds 60
}

wait_for_ports() {
  local deadline=$((SECONDS + 60))
  until [[ -f $work/ports.json ]]; do
    kill -0 "$server_pid" 2>/dev/null || die "the server ended; see below"
    ((SECONDS < deadline)) || die "the server opened no ports within 60 s"
    sleep 0.1
  done
  grpc_port=$(port_of grpc) admin_port=$(port_of admin) http_port=$(port_of http)
  log "serving: gRPC on $grpc_port, admin on $admin_port, HTTP on $http_port"
}

port_of() { sed -n "s/.*\"$1\": *\([0-9]*\).*/\1/p" "$work/ports.json"; }

stop_server() {
  local pid=$server_pid
  server_pid=
  kill -TERM "$pid"
  wait "$pid" || die "the server ended with status $?; see $work/server.log"
  log "server stopped"
}

# Whatever happens, nothing that was started stays, and a failure shows the log.
on_exit() {
  local status=$?
  if [[ -n $server_pid ]]; then
    kill -TERM "$server_pid" 2>/dev/null || true
    wait "$server_pid" 2>/dev/null || true
  fi
  if ((status != 0)) && [[ -s $work/server.log ]]; then
    log "last lines of $work/server.log:"
    tail -n 20 "$work/server.log" >&2
  fi
}

# --- The questions. ---

c2v() {
  "$binaries/c2v" --server "127.0.0.1:${grpc_port:-0}" \
    --admin-server "127.0.0.1:${admin_port:-0}" "$@"
}

# Fills in what the data set does not name: items of middling popularity, and the
# customer with most baskets.
choose_examples() {
  local items
  if [[ -z ${item:-} ]]; then
    mapfile -t items < <(c2v --json items --page-size 30 | values_of itemId)
    ((${#items[@]} > 2)) || die "fewer than 3 items are served"
    item=${items[${#items[@]} / 2]}
    session=("${items[@]:1:2}")
  fi
  if [[ -z ${customer:-} ]]; then
    customer=$(c2v --json inspect customers "$1" --limit 1 | values_of customerId)
  fi
}

# The strings that a key has in JSON text.
values_of() { grep -oE "\"$1\": *\"[^\"]*\"" | sed 's/.*: *"//; s/"$//'; }

ask_with_grpcurl() {
  command -v grpcurl >/dev/null || return 0
  local service=customer2vec.v1.RecommendationService events
  title "The same three through grpcurl"
  events=$(printf '{"item_id":"%s"},' "${session[@]}")
  call_grpcurl "$service/RecommendSimilarItems" \
    "{\"item_id\":\"$item\",\"k\":3,\"include_names\":true}"
  call_grpcurl "$service/RecommendForCustomer" \
    "{\"customer_id\":\"$customer\",\"k\":3,\"include_names\":true}"
  call_grpcurl "$service/RecommendForSession" \
    "{\"events\":[${events%,}],\"k\":3,\"include_names\":true}"
}

call_grpcurl() {
  printf "grpcurl -plaintext -d '%s' 127.0.0.1:%s %s\n" "$2" "$grpc_port" "$1"
  grpcurl -plaintext -d "$2" "127.0.0.1:$grpc_port" "$1"
}

# The body of an HTTP answer, with nothing but bash.
http_get() {
  local connection
  exec {connection}<>"/dev/tcp/127.0.0.1/$1"
  printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$2" >&"$connection"
  sed '1,/^\r$/d' <&"$connection"
  exec {connection}>&-
}

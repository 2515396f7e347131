# shellcheck shell=bash
# shellcheck disable=SC2154  # options of scripts/bench
# Figures of published protocols, for scripts/bench: one function a name. The lines
# of a protocol are taken once a run, however many of its figures are asked for.

declare -A PROTOCOL_LINES=()

# protocol_figure NAME PROTOCOL FOLDER FILE: the protocol's line called NAME.
protocol_figure() {
  local name=$1 protocol=$2 folder=data/$3 file=$4
  if [[ $data != data/complete_journey ]]; then folder=$data; fi
  if [[ -z ${PROTOCOL_LINES[$protocol]:-} ]]; then
    compgen -G "$folder/$file*" >/dev/null ||
      die "no $file in $folder; give the folder that holds it with --data"
    build bench_protocols
    PROTOCOL_LINES[$protocol]=$("$BINARIES/bench_protocols" "$protocol" --data "$folder" \
      --seeds "$seeds" \
      --command "$(command_of "$name" --data "$folder" --seeds "$seeds")")
  fi
  grep -F "\"$name\"" <<<"${PROTOCOL_LINES[$protocol]}" || die "no figure called $name"
}

figure_diginetica_p20() {
  protocol_figure diginetica_p20 diginetica diginetica_srgnn train_sessions.txt
}
figure_diginetica_mrr20() {
  protocol_figure diginetica_mrr20 diginetica diginetica_srgnn train_sessions.txt
}
figure_beauty_hr10() {
  protocol_figure beauty_hr10 beauty amazon_beauty_bert4rec beauty.txt
}
figure_beauty_ndcg10() {
  protocol_figure beauty_ndcg10 beauty amazon_beauty_bert4rec beauty.txt
}
figure_tafeng_recall10() {
  protocol_figure tafeng_recall10 tafeng tafeng_nbr tafeng_merged.json
}
figure_tafeng_ndcg10() {
  protocol_figure tafeng_ndcg10 tafeng tafeng_nbr tafeng_merged.json
}
figure_online_retail_hr10() {
  protocol_figure online_retail_hr10 online_retail uci_online_retail online_retail.csv
}

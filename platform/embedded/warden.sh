# Runs a server ("$@" after the signal) and stops it when whoever started it is gone. Standard input is a
# pipe that only the starter holds open, so its end is noticed even when the starter was killed with -9.
signal=$1
shift
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
trap : INT TERM HUP
{
  while read -r _ <&3; do :; done
  kill -s "$signal" "$server" 2>/dev/null
} &
watcher=$!
exec 3<&-
# A signal to this shell interrupts `wait` although the server still runs.
while :; do
  wait "$server"
  status=$?
  kill -0 "$server" 2>/dev/null || break
done
kill "$watcher" 2>/dev/null
exit "$status"

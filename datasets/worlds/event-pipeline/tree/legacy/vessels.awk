# One line for each vessel: fixes, mean and top speed, people aboard at the end, last place.
function place(degrees, letters,    whole, size) {
  size = degrees < 0 ? -degrees : degrees
  whole = int(size)
  return sprintf("%d-%05.2f%s", whole, (size - whole) * 60, substr(letters, degrees < 0 ? 2 : 1, 1))
}

function flush() {
  if (vessel == "") return
  printf "%-10s%6d%8.1f%8s%7d  %s %s\n", toupper(vessel), n, sum / n, top, aboard, place(lat, "NS"), place(lon, "EW")
}

$1 != vessel {
  flush()
  vessel = $1
  n = sum = 0
  top = aboard = ""
}

{
  n++
  sum += $5
  if ($5 > top) top = $5
  if ($7 != "") aboard = $7
  lat = $3
  lon = $4
}

END { flush() }

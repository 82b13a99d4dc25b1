/** Lists that are kept in order while single entries come and go. `compare` must tell any two entries apart. */
type Compare<Entry> = (a: Entry, b: Entry) => number

/** Puts an entry where it belongs; `false`: it is there already. */
export function insertSorted<Entry>(list: Entry[], entry: Entry, compare: Compare<Entry>): boolean {
  const at = placeFor(list, entry, compare)
  if (stands(list, at, entry, compare)) return false
  list.splice(at, 0, entry)
  return true
}

/** Takes an entry out; `false`: it was not there. */
export function removeSorted<Entry>(list: Entry[], entry: Entry, compare: Compare<Entry>): boolean {
  const at = placeFor(list, entry, compare)
  if (!stands(list, at, entry, compare)) return false
  list.splice(at, 1)
  return true
}

/** Place of the first that does not come before the entry; the length where all do. */
function placeFor<Entry>(list: readonly Entry[], entry: Entry, compare: Compare<Entry>): number {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const other = list[middle]
    if (other !== undefined && compare(other, entry) < 0) low = middle + 1
    else high = middle
  }
  return low
}

function stands<Entry>(list: readonly Entry[], at: number, entry: Entry, compare: Compare<Entry>): boolean {
  const other = list[at]
  return other !== undefined && compare(other, entry) === 0
}

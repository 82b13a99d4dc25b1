/** Says a line the first time, and then every tenfold: what repeats must not hide what happens once. */
export function createTellOnce(say: (line: string) => void): (line: string) => void {
  const counts = new Map<string, number>()
  return (line) => {
    const count = (counts.get(line) ?? 0) + 1
    counts.set(line, count)
    if (Number.isInteger(Math.log10(count))) say(count === 1 ? line : `${line} (${count} times)`)
  }
}

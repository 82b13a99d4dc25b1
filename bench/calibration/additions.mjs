// The bare additions of one answer: every entry of the rows of a history into flat sums, and the best of one of the sums.
export function createAdditions(rowSets, titles) {
  const sums = rowSets.map(() => new Float64Array(titles))
  const marks = new Uint8Array(titles)
  const touched = new Uint32Array(titles)
  const best = new Float64Array(64)
  const items = new Uint32Array(64)
  return function once(history, limit) {
    let count = 0
    for (let set = 0; set < rowSets.length; set += 1) {
      const { offsets, neighbours, scores } = rowSets[set]
      const sum = sums[set]
      for (const title of history) {
        for (let at = offsets[title], end = offsets[title + 1]; at < end; at += 1) {
          const neighbour = neighbours[at]
          if (marks[neighbour] === 0) {
            marks[neighbour] = 1
            touched[count++] = neighbour
          }
          sum[neighbour] += scores[at]
        }
      }
    }
    let size = 0
    for (let at = 0; at < count; at += 1) {
      const title = touched[at]
      const score = sums[0][title]
      if (size < limit || score > best[size - 1]) {
        let place = size < limit ? size++ : size - 1
        for (; place > 0 && best[place - 1] < score; place -= 1)
          [best[place], items[place]] = [best[place - 1], items[place - 1]]
        ;[best[place], items[place]] = [score, title]
      }
      marks[title] = 0
      for (const sum of sums) sum[title] = 0
    }
    return items[0]
  }
}

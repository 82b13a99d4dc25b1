/** Slope of the line that fits the points best: [minutes, figure]. */
export function slopePerMinute(points) {
  const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length
  const [atMean, figureMean] = [mean(points.map(([at]) => at)), mean(points.map(([, figure]) => figure))]
  const over = points.reduce((sum, [at, figure]) => sum + (at - atMean) * (figure - figureMean), 0)
  return over / points.reduce((sum, [at]) => sum + (at - atMean) ** 2, 0)
}

export function medianOf(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}

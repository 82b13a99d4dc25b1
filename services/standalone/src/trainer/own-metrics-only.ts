/** An exposition without the metrics of Node itself: the process exposes those once, for all its threads. */
export function ownMetricsOnly(text: string): string {
  const lines = text.split('\n').filter((line) => /^(?:# (?:HELP|TYPE) )?upnext_/.test(line))
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`
}

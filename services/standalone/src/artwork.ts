/** Placeholder artwork for catalogues that have none: a title's words on its own two colours. The same title, the same picture. */

export interface PicturedTitle {
  readonly title: string
  /** Chooses the colours. */
  readonly fingerprint: number
  readonly year: number | null
}

const WIDTH = 320
const HEIGHT = 180
const LINE_LETTERS = 18
const MOST_LINES = 4
const LINE_HEIGHT = 30

export function artworkOf(title: PicturedTitle): string {
  const hue = title.fingerprint % 360
  const other = (hue + 40 + ((title.fingerprint >>> 16) % 100)) % 360
  const lines = linesOf(title.title)
  const top = HEIGHT / 2 - ((lines.length - 1) * LINE_HEIGHT) / 2 + 8
  const spans = lines.map((line, at) => `<tspan x="20" y="${top + at * LINE_HEIGHT}">${escaped(line)}</tspan>`)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="hsl(${hue},45%,28%)"/>`,
    `<circle cx="${WIDTH - 40}" cy="40" r="${60 + (title.fingerprint % 50)}" fill="hsl(${other},55%,40%)"/>`,
    `<text fill="#fff" font-family="sans-serif" font-size="24" font-weight="bold">${spans.join('')}</text>`,
    `<text x="20" y="${HEIGHT - 14}" fill="#fff" font-family="sans-serif" font-size="12">${title.year ?? ''}</text>`,
    '</svg>',
    '',
  ].join('\n')
}

/** Broken between words where there is room; what does not fit is cut. */
function linesOf(text: string): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= LINE_LETTERS) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  const shown = lines.slice(0, MOST_LINES).map((line) => cut(line, LINE_LETTERS + 2))
  return lines.length > MOST_LINES ? [...shown.slice(0, -1), `${shown.at(-1) ?? ''}…`] : shown
}

/** By characters: half of one is not well-formed XML. */
function cut(line: string, most: number): string {
  const letters = Array.from(line)
  return letters.length <= most ? line : `${letters.slice(0, most - 1).join('')}…`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (mark) => ENTITIES[mark] ?? '')
}

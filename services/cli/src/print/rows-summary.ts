import type { RowsFile } from '@upnext/rows'

/** What is in a rows file, for whoever has just checked it. */
export interface RowsSummary {
  readonly name: string
  readonly pages: readonly { readonly id: string; readonly rows: readonly string[] }[]
  readonly experiments: readonly {
    readonly id: string
    readonly audience: number
    readonly variants: readonly string[]
  }[]
}

export function rowsSummary(file: RowsFile): RowsSummary {
  return {
    name: file.name,
    pages: [...file.pages.values()].map(({ id, rows }) => ({ id, rows: rows.map((row) => row.id) })),
    experiments: file.experiments.map(({ id, audience, variants }) => ({
      id,
      audience,
      variants: variants.map((variant) => variant.id),
    })),
  }
}

export function rowsSummaryLines({ name, pages, experiments }: RowsSummary): string[] {
  return [
    `version ${name}`,
    ...pages.map(({ id, rows }) => `page ${id}: ${counted(rows.length, 'row')} (${rows.join(', ')})`),
    ...experiments.map(
      ({ id, audience, variants }) =>
        `experiment ${id}: ${Number((audience * 100).toFixed(2))} % of viewers, variants ${variants.join(', ')}`,
    ),
  ]
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

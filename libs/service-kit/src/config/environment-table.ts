import type { Variable, Variables } from './variable.ts'

/** The variables as a Markdown table, for a README that cannot go stale because a test compares it. */
export function environmentTable(variables: Variables): string {
  const rows = Object.entries(variables).map(
    ([name, declared]) =>
      `| \`${name}\` | ${defaultOf(declared)} | \`${declared.example}\` | ${escapeCell(declared.help)} |`,
  )
  return ['| variable | default | example | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

/** Whether the table stands in a README, however its columns were laid out. */
export function listsVariables(readme: string, variables: Variables): boolean {
  const squeezed = (text: string): string => text.replaceAll(/[ \t]+/g, ' ').replaceAll(/-{3,}/g, '---')
  return squeezed(readme).includes(squeezed(environmentTable(variables)))
}

function defaultOf(declared: Variable): string {
  const unset = declared.schema.safeParse(undefined)
  if (!unset.success) return 'required'
  const value = unset.data
  if (typeof value === 'number' || typeof value === 'boolean') return `\`${value}\``
  return typeof value === 'string' && value !== '' ? `\`${value}\`` : ''
}

function escapeCell(text: string): string {
  return text.replaceAll('|', String.raw`\|`)
}

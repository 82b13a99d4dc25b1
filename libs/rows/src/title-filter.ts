/**
 * An expression over a title's fields, ready to be asked: `"Comedy" in genres && year >= 1990`. In a part of the Common Expression
 * Language that always ends soon, see `filter-parts.ts`.
 *
 * Fails closed: an expression that needs a fact which the catalogue does not say is false for the title, and so is its opposite. A
 * fact is needed where the rest does not decide already: without a year, `"Comedy" in genres || year < 1990` is true for a comedy.
 */
import type { CatalogTitle } from '@upnext/catalog'
import { Environment } from '@marcbachmann/cel-js'
import type { ASTNode } from '@marcbachmann/cel-js'
import { LRUCache } from 'lru-cache'
import { filterText } from './filter-text.ts'
import { partText } from './filter-part-text.ts'
import { forbiddenPart, namesIn } from './filter-parts.ts'
import { TITLE_FACTS } from './title-facts.ts'
import type { FactValue } from './title-facts.ts'

/** Never throws: an expression that fails on a title is false for it. */
export type TitleFilter = (title: CatalogTitle) => boolean

export type CompiledFilter =
  { readonly ok: true; readonly filter: TitleFilter } | { readonly ok: false; readonly problem: string }

/** How many expressions are kept compiled. Apps send few, and often. */
const KEPT = 256

const kept = new LRUCache<string, CompiledFilter>({ max: KEPT })

/** Never throws. A problem says what is wrong, and at which character, from 1. */
export function compileFilter(text: string): CompiledFilter {
  const known = kept.get(text)
  if (known !== undefined) return known
  const compiled = compile(text)
  kept.set(text, compiled)
  return compiled
}

/** `null`: unknown. */
type Answer = boolean | null
type Question = (title: CatalogTitle) => Answer

const environment = TITLE_FACTS.reduce(
  (made, { name, type }) => made.registerVariable(name, type),
  new Environment({
    limits: { maxAstNodes: 500, maxDepth: 32, maxListElements: 200, maxMapEntries: 0, maxCallArguments: 2 },
  }),
)

/** Brackets that were not written in the text are deeper than what was. */
const parts = environment.clone({ limits: { maxAstNodes: 1000, maxDepth: 250 } })

const FACTS = new Map(TITLE_FACTS.map((fact) => [fact.name, fact]))

function compile(text: string): CompiledFilter {
  const read = filterText.safeParse(text)
  if (!read.success) return { ok: false, problem: 'expected an expression of 1 to 2,000 characters' }
  try {
    const parsed = environment.parse(text)
    const forbidden = forbiddenPart(parsed.ast)
    if (forbidden !== null) return { ok: false, problem: at(forbidden.start, forbidden.message) }
    const { type, error } = parsed.check()
    if (error !== undefined) return { ok: false, problem: problemOf(error) }
    if (type !== 'bool') return { ok: false, problem: `expected true or false, this is of type ${String(type)}` }
    const question = questionOf(parsed.ast)
    return { ok: true, filter: (title) => question(title) === true }
  } catch (error) {
    return { ok: false, problem: problemOf(error) }
  }
}

/**
 * The library answers the parts; what holds them together is put together here, so that an unknown fact costs no exception (they
 * cost a hundred times what a comparison does).
 */
function questionOf(node: ASTNode): Question {
  switch (node.op) {
    case '&&':
      return both(questionOf(node.args[0]), questionOf(node.args[1]))
    case '||': {
      const neither = both(opposite(questionOf(node.args[0])), opposite(questionOf(node.args[1])))
      return opposite(neither)
    }
    case '!_':
      return opposite(questionOf(node.args))
    default:
      return partOf(node)
  }
}

function both(left: Question, right: Question): Question {
  return (title) => {
    const first = left(title)
    if (first === false) return false
    const second = right(title)
    return first === null && second !== false ? null : second
  }
}

function opposite(question: Question): Question {
  return (title) => {
    const answer = question(title)
    return answer === null ? null : !answer
  }
}

function partOf(node: ASTNode): Question {
  const facts = [...namesIn(node)].flatMap((name) => FACTS.get(name) ?? [])
  const text = partText(node)
  const ask = parts.parse(text)
  // With every bracket written, equal texts mean the same.
  if (partText(ask.ast) !== text || !ask.check().valid)
    throw new TypeError('this cannot be read safely; say it in another way')
  return (title) => {
    const known: Record<string, FactValue> = {}
    for (const fact of facts) {
      const value = fact.of(title)
      if (value === undefined) return null
      known[fact.name] = value
    }
    try {
      const answer: unknown = ask(known)
      return typeof answer === 'boolean' ? answer : null
    } catch {
      // Only sums can still fail: a division by zero, a number that is too large.
      return null
    }
  }
}

function problemOf(error: unknown): string {
  const { code, summary, range, message } = error as Partial<{
    code: string
    summary: string
    range: { start: number }
    message: string
  }>
  const said = code === 'unknown_variable' ? `${String(summary)}; known are ${[...FACTS.keys()].join(', ')}` : summary
  return at(range?.start, said ?? message ?? 'not an expression')
}

function at(start: number | undefined, message: string): string {
  return start === undefined ? message : `at character ${start + 1}: ${message}`
}

/**
 * Which parts of the Common Expression Language a filter may use: those whose cost is bounded by the length of the text and of the
 * title's lists. Regular expressions, and whatever makes new texts and lists in a loop, could be made to take for ever.
 */
import type { ASTNode } from '@marcbachmann/cel-js'

const FUNCTIONS = ['size', 'int', 'double', 'string'] as const
const METHODS = ['contains', 'startsWith', 'endsWith', 'lowerAscii', 'upperAscii', 'size'] as const
/** One inside another would cost the product of their lists' lengths. */
const LOOPS = ['exists', 'exists_one', 'all'] as const

export interface ForbiddenPart {
  /** In characters, from 0. */
  readonly start: number
  readonly message: string
}

/** The first part that may not be used, `null` where there is none. */
export function forbiddenPart(node: ASTNode, inLoop = false): ForbiddenPart | null {
  const message = complaintOf(node, inLoop)
  if (message !== null) return { start: node.start, message }
  const nowInLoop = inLoop || isLoop(node)
  for (const child of childrenOf(node)) {
    const found = forbiddenPart(child, nowInLoop)
    if (found !== null) return found
  }
  return null
}

/** Every name that stands in an expression, those that a loop introduces too. */
export function namesIn(node: ASTNode): Set<string> {
  const below = childrenOf(node).flatMap((child) => [...namesIn(child)])
  return new Set(node.op === 'id' ? [node.args, ...below] : below)
}

function complaintOf(node: ASTNode, inLoop: boolean): string | null {
  switch (node.op) {
    case 'value':
      return isPlain(node.args) ? null : 'expected a text, a number, true or false'
    case 'map':
      return 'a map can be used for nothing here'
    case '.':
    case '.?':
    case '[]':
    case '[?]':
      return 'fields have no parts; ask a list with in, exists, exists_one or all'
    case 'call':
      return isOneOf(FUNCTIONS, node.args[0]) ? null : unknownFunction(node.args[0])
    case 'rcall':
      if (inLoop && isLoop(node)) return `${node.args[0]} cannot be used inside another exists, exists_one or all`
      return isOneOf([...METHODS, ...LOOPS], node.args[0]) ? null : unknownFunction(node.args[0])
    default:
      return null
  }
}

function isLoop(node: ASTNode): boolean {
  return node.op === 'rcall' && isOneOf(LOOPS, node.args[0])
}

function childrenOf(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return []
    case '.':
    case '.?':
      return [node.args[0]]
    case 'call':
      return node.args[1]
    case 'rcall':
      return [node.args[1], ...node.args[2]]
    case 'map':
      return node.args.flat()
    case '!_':
    case '-_':
      return [node.args]
    default:
      return node.args
  }
}

function isPlain(value: unknown): boolean {
  return ['string', 'number', 'bigint', 'boolean'].includes(typeof value)
}

function isOneOf(names: readonly string[], name: string): boolean {
  return names.includes(name)
}

function unknownFunction(name: string): string {
  const known = [...new Set([...FUNCTIONS, ...METHODS, ...LOOPS])]
  return `${name} is no function here; known are ${known.join(', ')}`
}

/** A part of an expression as a text of its own, with every bracket written: what the library writes itself can lose brackets that matter. */
import type { ASTNode } from '@marcbachmann/cel-js'

export function partText(node: ASTNode): string {
  switch (node.op) {
    case 'id':
      return node.args
    case 'value':
      return valueText(node.args)
    case 'list':
      return `[${listText(node.args)}]`
    case 'call':
      return `${node.args[0]}(${listText(node.args[1])})`
    case 'rcall':
      return `(${partText(node.args[1])}).${node.args[0]}(${listText(node.args[2])})`
    case '!_':
      return `!(${partText(node.args)})`
    case '-_':
      return `-(${partText(node.args)})`
    case '?:':
      return `(${partText(node.args[0])}) ? (${partText(node.args[1])}) : (${partText(node.args[2])})`
    case '.':
    case '.?':
    case '[]':
    case '[?]':
    case 'map':
      throw new TypeError(`${node.op} is not a part that a filter may have`)
    default:
      return `(${partText(node.args[0])}) ${node.op} (${partText(node.args[1])})`
  }
}

function listText(nodes: readonly ASTNode[]): string {
  return nodes.map(partText).join(', ')
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  // Without a point it would be a whole number.
  if (typeof value === 'number') return Number.isInteger(value) && value < 1e21 ? value.toFixed(1) : String(value)
  return String(value)
}

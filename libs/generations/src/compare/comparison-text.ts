/** A comparison in lines for people. */
import type { Comparison } from './compare-generations.ts'
import type { Difference } from './differences-of.ts'

/** Whether every viewer was found to be the same in both. What could not be compared counts as not the same. */
export function isEqual({ viewers }: Comparison): boolean {
  return Object.values(viewers).every((count) => count === 0)
}

export function comparisonLines(
  comparison: Comparison,
  partitions: number,
  differences: readonly Difference[],
): string[] {
  const { a, b, viewers, steadyPartitions } = comparison
  const allSteady = steadyPartitions === partitions
  const digest = (side: typeof a): string => (allSteady ? `, digest ${side.digest}` : '')
  return [
    `generation ${a.generation}: ${a.profiles} profiles${digest(a)}`,
    `generation ${b.generation}: ${b.profiles} profiles${digest(b)}`,
    ...(allSteady ? [] : [movingLine(partitions - steadyPartitions, partitions)]),
    ...[a, b].flatMap(({ generation, behind }) =>
      behind === 0 ? [] : [`generation ${generation} is ${behind} records behind the other`],
    ),
    ...countLines(comparison),
    ...differences.map((difference) => differenceLine(difference, a.generation, b.generation)),
    isEqual(comparison) ? 'equal' : viewers.undecided > 0 ? 'not shown to be equal' : 'different',
  ]
}

/** "viewer x: recent has Heat rated 4 in g1, rated 5 in g2" */
export function differenceLine({ viewer, section, about, a, b }: Difference, ofA: number, ofB: number): string {
  const says = (text: string | null, generation: number): string => `${text ?? 'nothing'} in g${generation}`
  return `viewer ${viewer}: ${section} has ${about === '' ? '' : `${about} `}${says(a, ofA)}, ${says(b, ofB)}`
}

function movingLine(moving: number, partitions: number): string {
  return `in ${moving} of ${partitions} partitions events were folded in meanwhile: there viewers were compared one by one, without a digest`
}

function countLines({ a, b, viewers }: Comparison): string[] {
  const { differing, onlyInA, onlyInB, undecided } = viewers
  return [
    ...(differing > 0 ? [`${differing} viewers differ`] : []),
    ...(onlyInA > 0 ? [`${onlyInA} viewers are only in generation ${a.generation}`] : []),
    ...(onlyInB > 0 ? [`${onlyInB} viewers are only in generation ${b.generation}`] : []),
    ...(undecided > 0
      ? [
          `${undecided} viewers could not be compared: the generations were never seen at the same position of their partitions`,
        ]
      : []),
  ]
}

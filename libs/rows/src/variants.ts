/** Which variant of each experiment a viewer gets, and what that changes. */
import { createHash } from 'node:crypto'
import type { ViewerKey } from '@upnext/contracts'
import { changedList } from './list-settings.ts'
import type { ListSettings } from './list-settings.ts'
import type { Experiment, PageSpec, RowsFile, Variant } from './rows-file.ts'

export interface VariantOf {
  readonly experiment: string
  readonly variant: Variant
}

/** What a page is made by, for one viewer. */
export interface ServedPage {
  readonly page: PageSpec
  /** Where a row says nothing itself. */
  readonly list: ListSettings
  readonly ranker: Variant['ranker']
}

const PART_BYTES = 6
const PART_RANGE = 2 ** (8 * PART_BYTES)

/**
 * In the order of the file; of experiments that the viewer has no part in, none. The same viewer always gets the same, on every replica,
 * and what one experiment deals says nothing of what another does. `null`, a guest, gets none: nobody would be the same twice.
 */
export function variantsOf({ experiments }: Pick<RowsFile, 'experiments'>, viewer: ViewerKey | null): VariantOf[] {
  if (viewer === null) return []
  return experiments.flatMap((experiment) => {
    const variant = dealt(experiment, viewer)
    return variant === null ? [] : [{ experiment: experiment.id, variant }]
  })
}

/**
 * The page that an id stands for, `null` where there is none. Later experiments win: each looks at the page that the ones before have put
 * in place, and its list settings come over theirs. Learned weights rank unless one of the variants says otherwise.
 */
export function applyVariants(file: RowsFile, pageId: string, variants: readonly VariantOf[]): ServedPage | null {
  let served = file.pages.get(pageId)
  let list = file.list
  for (const { variant } of variants) {
    if (variant.page !== null && variant.page.insteadOf === served?.id) served = file.pages.get(variant.page.use)
    list = changedList(list, variant.list)
  }
  if (served === undefined) return null
  const blend = variants.some(({ variant }) => variant.ranker === 'blend')
  return { page: served, list, ranker: blend ? 'blend' : 'learned' }
}

function dealt({ salt, audience, variants }: Experiment, viewer: ViewerKey): Variant | null {
  const hash = createHash('sha256').update(`${salt}\0${viewer}`).digest()
  // Two parts of the hash: an audience that grows takes more viewers in, and leaves everybody's variant as it was.
  if (part(hash, 0) >= audience) return null
  const place = part(hash, 1)
  let upTo = 0
  for (const variant of variants) {
    upTo += variant.share
    if (place < upTo) return variant
  }
  // Shares may sum to a hair less than 1.
  return variants.at(-1) ?? null
}

/** 0 to below 1. */
function part(hash: Buffer, number: number): number {
  return hash.readUIntBE(number * PART_BYTES, PART_BYTES) / PART_RANGE
}

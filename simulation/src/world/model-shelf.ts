/** What a model store is made of, in memory: one text with compare-and-set, and chunks. It outlives the trainers that write to it. */
import type { Cell, ChunkStore } from '@upnext/backends'
import { z } from 'zod'
import type { Life } from '../crash/life.ts'
import type { Step } from '../crash/points.ts'

export interface ModelShelf {
  readonly index: Cell
  readonly chunks: ChunkStore
  /** The same, as a process sees it that may die. */
  indexFor(life: Life): Cell
  chunksFor(life: Life): ChunkStore
  /** Chunks that the index knows nothing of and whose writer lives: nobody will ever delete them. */
  strayChunks(): number
}

const indexSchema = z.object({
  active: z.object({ id: z.string() }).nullable(),
  models: z.array(z.object({ upload: z.string(), seal: z.unknown() })),
  doomed: z.array(z.object({ upload: z.string() })),
})
const EMPTY: z.infer<typeof indexSchema> = { active: null, models: [], doomed: [] }

export function createModelShelf(): ModelShelf {
  let text: string | null = null
  const pieces = new Map<string, Uint8Array>()
  const writers = new Map<string, Life>()
  const nameOf = (upload: string, chunk: number): string => `${upload} ${chunk}`

  const index: Cell = {
    read: async () => text,
    async swap(expected, next) {
      if (text !== expected) return false
      text = next
      return true
    },
  }
  const chunks: ChunkStore = {
    async write({ upload }, chunk, bytes) {
      pieces.set(nameOf(upload, chunk), Uint8Array.from(bytes))
    },
    read: async ({ upload }, chunk) => pieces.get(nameOf(upload, chunk)) ?? null,
    async remove(upload) {
      for (let chunk = 0; chunk < upload.chunks; chunk += 1) pieces.delete(nameOf(upload.upload, chunk))
    },
  }

  return {
    index,
    chunks,
    indexFor: (life) => ({
      read: () => life.act(() => index.read()),
      swap: (expected, next) => {
        const step = stepOf(expected, next)
        const swap = (): Promise<boolean> => index.swap(expected, next)
        return step === null ? life.act(swap) : life.step(step, swap)
      },
    }),
    chunksFor: (life) => ({
      write: (upload, chunk, bytes) => {
        writers.set(upload.upload, life)
        return life.step('model.chunk', () => chunks.write(upload, chunk, bytes))
      },
      read: (upload, chunk) => life.act(() => chunks.read(upload, chunk)),
      remove: (upload) => life.act(() => chunks.remove(upload)),
    }),
    strayChunks() {
      const { models, doomed } = parse(text)
      const known = new Set([...models, ...doomed].map(({ upload }) => upload))
      const uploads = [...pieces.keys()].map((name) => name.split(' ')[0] ?? '')
      return uploads.filter((upload) => !known.has(upload) && writers.get(upload)?.alive === true).length
    },
  }
}

/** Which step of publishing a change of the index is; `null`: none that has a name. */
function stepOf(before: string | null, after: string): Step | null {
  const [from, to] = [parse(before), parse(after)]
  const sealed = ({ models }: typeof from): number => models.filter(({ seal }) => seal !== null).length
  if (from.active?.id !== to.active?.id) return 'model.activate'
  if (sealed(to) > sealed(from)) return 'model.seal'
  return to.models.length > from.models.length ? 'model.begin' : null
}

function parse(text: string | null): typeof EMPTY {
  return text === null ? EMPTY : indexSchema.parse(JSON.parse(text))
}

/** Progress of work in stages: each stage gets a bar, or lines, of its own. */
import type { OnProgress } from '@upnext/evaluation'
import { createProgress } from '../print/progress.ts'
import type { Terminal } from '../terminal.ts'

export interface StageProgress {
  readonly onProgress: OnProgress
  stop(): void
}

export function createStageProgress(terminal: Terminal): StageProgress {
  const progress = createProgress(terminal)
  let current = ''
  const stop = (): void => {
    if (current !== '') progress.stop()
    current = ''
  }
  return {
    onProgress: ({ stage, done, of }) => {
      if (stage !== current) {
        stop()
        current = stage
        progress.start(stage, of, done)
      }
      progress.update(done)
      if (done >= of) stop()
    },
    stop,
  }
}

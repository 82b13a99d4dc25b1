import { describe, expect, it } from '@jest/globals'
import { ownMetricsOnly } from './own-metrics-only.ts'

describe('ownMetricsOnly', () => {
  it('keeps what is ours, with its help, and drops what is of Node', () => {
    const text =
      '# HELP nodejs_x y\nnodejs_x 1\n\n# HELP upnext_trainer_a b\n# TYPE upnext_trainer_a counter\nupnext_trainer_a{k="v"} 1\n'
    expect(ownMetricsOnly(text)).toBe(
      '# HELP upnext_trainer_a b\n# TYPE upnext_trainer_a counter\nupnext_trainer_a{k="v"} 1\n',
    )
    expect(ownMetricsOnly('nodejs_x 1\n')).toBe('')
  })
})

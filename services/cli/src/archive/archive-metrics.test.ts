import { expect, it } from '@jest/globals'
import { createMetrics } from '@upnext/service-kit'
import { createArchiveMetrics } from './archive-metrics.ts'

const STATUS = { topic: 'staging.upnext.viewer-events.v1', files: 1, bytes: 9, archived: 5, lost: 0, days: null }

it('shows how far behind the archive is, what it lacks, and that rounds fail', async () => {
  const metrics = createMetrics('archive')
  const shown = createArchiveMetrics(metrics)
  expect((await metrics.expose()).text).toContain('upnext_archive_rounds_total{result="failed"} 0')
  shown.show({ ...STATUS, behind: 7, missing: 3 })
  shown.roundEnded(true)
  shown.roundEnded(false)
  shown.show({ ...STATUS, behind: 0, missing: 3 })
  const { text } = await metrics.expose()
  expect(text).toContain('upnext_archive_behind_records{topic="viewer-events"} 0')
  expect(text).toContain('upnext_archive_missing_records{topic="viewer-events"} 3')
  expect(text).toContain('upnext_archive_rounds_total{result="failed"} 1')
  expect(text).toContain('upnext_archive_rounds_total{result="ok"} 1')
})

// Writes the figures of the newest report of the benches into docs/performance.md; `npm run bench -- all` does so by itself.
import { writePerformancePage } from '../bench/report/report.mjs'

await writePerformancePage()

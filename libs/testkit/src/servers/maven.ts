import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runTool } from '../process/run-tool.ts'

const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies'

export interface MavenArtifact {
  readonly group: string
  readonly artifact: string
  readonly version: string
}

/** Puts the jars of an artifact and of all that it needs at run time into the folder. Needs `mvn` on the PATH. */
export async function copyJars({ group, artifact, version }: MavenArtifact, folder: string): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'upnext-maven-'))
  const pom = join(work, 'pom.xml')
  try {
    await writeFile(
      pom,
      `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>upnext</groupId><artifactId>test-servers</artifactId><version>1</version><packaging>pom</packaging>
<dependencies><dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency></dependencies></project>
`,
    )
    const options = ['-DincludeScope=runtime', `-DoutputDirectory=${folder}`]
    await runTool('mvn', ['-B', '-q', '-ntp', '-f', pom, COPY, ...options], { timeoutMs: 300_000 })
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

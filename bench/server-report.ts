/** A full report of CIS Kubernetes over some clusters with the sample's findings, as PDF beside the CSV of the same rows. */
import { createHash } from 'node:crypto'
import { openPagesWorld } from '../e2e/pages/world.ts'

const clusters = Number(process.env.BENCH_CLUSTERS ?? 4)
const framework = process.env.BENCH_FRAMEWORK ?? 'cis-kubernetes-2.0'
const rounds = 5

const world = await openPagesWorld()
try {
  for (let index = 0; index < clusters; index += 1)
    await world.publishSample(await world.addCluster(`cluster-${index}`), index)
  const { name, value, url } = world.cookie

  const get = async (format: 'pdf' | 'csv') => {
    const startedAt = performance.now()
    const answer = await fetch(`${url}/api/v1/reports/${framework}.${format}`, {
      headers: { cookie: `${name}=${value}` },
    })
    const content = Buffer.from(await answer.arrayBuffer())
    if (!answer.ok) throw new Error(content.toString())
    return { content, ms: performance.now() - startedAt }
  }
  const middle = (values: number[]): number =>
    values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
  const measure = async (format: 'pdf' | 'csv') => {
    const first = await get(format)
    const times: number[] = []
    const sums = new Set([sumOf(first.content)])
    for (let round = 0; round < rounds; round += 1) {
      const { content, ms } = await get(format)
      times.push(ms)
      sums.add(sumOf(content))
    }
    return { first, ms: middle(times), sums }
  }

  const csv = await measure('csv')
  const pdf = await measure('pdf')
  const pages = pdf.first.content.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0
  const rows = csv.first.content.toString().trimEnd().split('\n').length - 1
  console.log(`${framework} over ${clusters} clusters: ${pages} pages, ${rows} rows`)
  console.log(
    `PDF ${pdf.ms.toFixed(0)} ms (the first ${pdf.first.ms.toFixed(0)} ms), CSV ${csv.ms.toFixed(0)} ms, ratio ${(pdf.ms / csv.ms).toFixed(1)}`,
  )
  console.log(
    `${pdf.sums.size} different PDF, ${csv.sums.size} different CSV of ${rounds + 1} each`,
  )
} finally {
  await world.close()
}

function sumOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

/** Whether memory grows with the number of evaluations: the heap after 200,000 and after 1,200,000. */
import { compile } from '@evenkeel/rego'

const source = `package p

import rego.v1

violation contains msg if {
	some container in input.containers
	not startswith(container.image, "registry.example/")
	msg := sprintf("%s uses %s", [container.name, container.image])
}

labels := {key: lower(value) | some key, value in input.labels}
`

const { policy, errors } = compile([{ file: 'p.rego', source }])
if (!policy) throw new Error(errors.map((it) => it.message).join('\n'))
const query = policy.query('data.p')

/** Inputs differ, so that nothing can be kept for the next one. */
function evaluate(count: number): void {
  for (let i = 0; i < count; i += 1) {
    query.evaluate({
      input: {
        containers: [{ name: `c${i}`, image: `other/${i}` }],
        labels: { [`k${i % 100}`]: `V${i}` },
      },
    })
  }
}

function heapMegabytes(): number {
  globalThis.gc?.()
  globalThis.gc?.()
  return process.memoryUsage().heapUsed / 1e6
}

evaluate(200_000)
const before = heapMegabytes()
evaluate(1_000_000)
const after = heapMegabytes()
console.log(`heap after   200,000 evaluations: ${before.toFixed(1)} MB`)
console.log(`heap after 1,200,000 evaluations: ${after.toFixed(1)} MB`)
console.log(`after / before: ${(after / before).toFixed(2)}`)

/** By what the findings are grouped, and by what within that. */

import { Select } from '@mantine/core'
import { groupings } from '../url/searches.ts'
import { groupWords } from './use-findings.ts'
import type { FindingsState } from './use-findings-state.ts'

const none = 'none'

export function GroupPicker({ state }: { state: FindingsState }) {
  const [outer, inner] = state.groupings
  const set = (next: (string | undefined)[]) => {
    const group = groupings.filter((it) => next.includes(it))
    const inOrder = group.sort((a, b) => next.indexOf(a) - next.indexOf(b)).join()
    state.change({ group: inOrder || undefined, finding: undefined })
  }
  return (
    <>
      <Select
        aria-label="Group by"
        size="xs"
        w={158}
        allowDeselect={false}
        data={[
          { value: none, label: 'Not grouped' },
          ...groupings.map((it) => ({
            value: it,
            label: `Group by ${groupWords[it].toLowerCase()}`,
          })),
        ]}
        value={outer ?? none}
        onChange={(value) => set(value === none ? [] : [value ?? undefined, inner])}
      />
      {outer && (
        <Select
          aria-label="Then by"
          size="xs"
          w={140}
          allowDeselect={false}
          data={[
            { value: none, label: 'then findings' },
            ...groupings
              .filter((it) => it !== outer)
              .map((it) => ({ value: it, label: `then by ${groupWords[it].toLowerCase()}` })),
          ]}
          value={inner ?? none}
          onChange={(value) => set([outer, value === none ? undefined : (value ?? undefined)])}
        />
      )}
    </>
  )
}

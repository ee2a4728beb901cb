/** By what the findings are grouped, and by what within that. */

import { Select } from '@mantine/core'
import { useState } from 'react'
import { groupings, groupingsOf } from '../url/searches.ts'
import { wordOfGrouping } from './use-findings.ts'
import type { FindingsState } from './use-findings-state.ts'
import { useLabelNames } from './use-label-names.ts'

const none = 'none'

export function GroupPicker({ state }: { state: FindingsState }) {
  const [outer, inner] = state.groupings
  const [isAsked, setAsked] = useState(false)
  const labels = useLabelNames(isAsked)
  const offered = [...new Set([...groupings, ...state.groupings, ...labels])]
  const set = (next: (string | undefined)[]) => {
    const inOrder = groupingsOf(next.filter((it) => it !== undefined).join()).join()
    state.change({ group: inOrder || undefined, finding: undefined })
  }
  return (
    <>
      <Select
        aria-label="Group by"
        size="xs"
        w={158}
        allowDeselect={false}
        searchable
        onDropdownOpen={() => setAsked(true)}
        data={[
          { value: none, label: 'Not grouped' },
          ...offered.map((it) => ({
            value: it,
            label: `Group by ${wordOfGrouping(it).toLowerCase()}`,
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
          searchable
          onDropdownOpen={() => setAsked(true)}
          data={[
            { value: none, label: 'then findings' },
            ...offered
              .filter((it) => it !== outer)
              .map((it) => ({ value: it, label: `then by ${wordOfGrouping(it).toLowerCase()}` })),
          ]}
          value={inner ?? none}
          onChange={(value) => set([outer, value === none ? undefined : (value ?? undefined)])}
        />
      )}
    </>
  )
}

/** How the findings are shown: grouped, with which columns, how dense. */

import { Button, Checkbox, Menu, Select } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { IconColumns3, IconRowInsertBottom, IconShieldCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { ExceptionDialog } from '../exceptions/exception-dialog.tsx'
import { useHasRole } from '../session/role.ts'
import { type ColumnId, columnIds, groupings } from '../url/searches.ts'
import { columns, defaultColumns } from './columns.tsx'
import { ExportMenu } from './export-menu.tsx'
import css from './findings-page.module.css'
import type { Density } from './findings-table.tsx'
import type { FindingsState } from './use-findings-state.ts'

const none = 'none'

export function useDensity() {
  const [density, setDensity] = useLocalStorage<Density>({
    key: 'evenkeel-density',
    defaultValue: 'normal',
    getInitialValueInEffect: false,
  })
  return { density, setDensity }
}

export function Toolbar({ state }: { state: FindingsState }) {
  const { density, setDensity } = useDensity()
  const grouping = groupings.map((it) => ({ value: it, label: `Group by ${it}` }))
  return (
    <div className={css.toolbar}>
      <Select
        aria-label="Group by"
        size="xs"
        w={158}
        allowDeselect={false}
        data={[{ value: none, label: 'Not grouped' }, ...grouping]}
        value={state.group ?? none}
        onChange={(value) =>
          state.change({ group: groupings.find((it) => it === value), finding: undefined })
        }
      />
      <ExportMenu q={state.effective} sort={state.sort} />
      {state.effective !== '' && <AcceptButton query={state.effective} />}
      {!state.group && <ColumnPicker state={state} />}
      {!state.group && (
        <Button
          variant="default"
          px={8}
          aria-label="Compact rows"
          title="Compact rows"
          aria-pressed={density === 'compact'}
          onClick={() => setDensity(density === 'compact' ? 'normal' : 'compact')}
        >
          <IconRowInsertBottom size={15} />
        </Button>
      )}
    </div>
  )
}

/** Accepts all that the query finds. */
function AcceptButton({ query }: { query: string }) {
  const [isOpen, setOpen] = useState(false)
  const mayAccept = useHasRole('editor')
  if (!mayAccept) return null
  return (
    <>
      <Button
        variant="default"
        px={8}
        aria-label="Accept all that the query finds"
        title="Accept all that the query finds"
        onClick={() => setOpen(true)}
      >
        <IconShieldCheck size={15} />
      </Button>
      <ExceptionDialog isOpen={isOpen} query={query} onClose={() => setOpen(false)} />
    </>
  )
}

function ColumnPicker({ state }: { state: FindingsState }) {
  const chosen: readonly string[] = state.cols ? state.cols.split(',') : defaultColumns
  const toggle = (id: ColumnId) => {
    const next = columnIds.filter((it) => (it === id ? !chosen.includes(it) : chosen.includes(it)))
    const isDefault = next.join() === defaultColumns.join()
    state.change({ cols: isDefault || next.length === 0 ? undefined : next.join() })
  }
  return (
    <Menu position="bottom-end" closeOnItemClick={false} width={190}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconColumns3 size={15} />}>
          Columns
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {columns.map(({ id, title }) => (
          <Menu.Item
            key={id}
            role="menuitemcheckbox"
            aria-checked={chosen.includes(id)}
            leftSection={<Checkbox.Indicator size="xs" checked={chosen.includes(id)} aria-hidden />}
            onClick={() => toggle(id)}
          >
            {title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** How the findings are shown: grouped, compared, with which columns, how dense. */

import { Button } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { IconRowInsertBottom, IconShieldCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { ExceptionDialog } from '../exceptions/exception-dialog.tsx'
import { useMayDo } from '../session/role.ts'
import { ColumnPicker } from './column-picker.tsx'
import { ComparePicker } from './compare-picker.tsx'
import { ExportMenu } from './export-menu.tsx'
import css from './findings-page.module.css'
import type { Density } from './findings-table.tsx'
import { GroupPicker } from './group-picker.tsx'
import type { FindingsState } from './use-findings-state.ts'

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
  const isTable = state.groupings.length === 0 && state.since === undefined
  return (
    <div className={css.toolbar}>
      {state.since === undefined && <GroupPicker state={state} />}
      <ComparePicker state={state} />
      <ExportMenu q={state.effective} sort={state.sort} at={state.at} />
      {state.effective !== '' && state.at === undefined && <AcceptButton query={state.effective} />}
      {isTable && <ColumnPicker state={state} />}
      {isTable && (
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
  const mayAccept = useMayDo('exceptions.request')
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

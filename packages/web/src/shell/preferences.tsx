/** The reader's own choices: colours, rows, time zone, single-key shortcuts; kept in this browser. */

import { Modal, SegmentedControl, Stack, Switch, useMantineColorScheme } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { type ReactNode, useId, useState } from 'react'
import {
  palette,
  palettes,
  setPalette,
  setTimeZone,
  timeZones,
  useTimeZone,
} from '../elements/preferences.ts'
import { areShortcutsOn, setShortcutsOn } from '../elements/shortcuts.ts'
import css from './shell.module.css'

const schemes = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'auto', label: 'As the system' },
] as const
const paletteWords = [
  { value: 'standard', label: 'Red and green' },
  { value: 'colour-blind', label: 'Orange and blue' },
]
const densities = [
  { value: 'normal', label: 'Normal' },
  { value: 'compact', label: 'Compact' },
]
const zones = [
  { value: 'local', label: 'This computer' },
  { value: 'utc', label: 'UTC' },
]

export function Preferences({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const [density, setDensity] = useLocalStorage({
    key: 'evenkeel-density',
    defaultValue: 'normal',
    getInitialValueInEffect: false,
  })
  const zone = useTimeZone()
  const [hasKeys, setKeys] = useState(areShortcutsOn)
  return (
    <Modal opened={isOpen} onClose={onClose} title="Preferences" size="md">
      <Stack gap="md">
        <Choice title="Colours">
          <SegmentedControl
            size="xs"
            data={[...schemes]}
            value={colorScheme}
            onChange={(value) => {
              const scheme = schemes.find((it) => it.value === value)
              if (scheme) setColorScheme(scheme.value)
            }}
          />
        </Choice>
        <Choice title="Failed and passed">
          <SegmentedControl
            size="xs"
            data={paletteWords}
            defaultValue={palette()}
            onChange={(value) => setPalette(palettes.find((it) => it === value) ?? 'standard')}
          />
        </Choice>
        <Choice title="Rows of tables">
          <SegmentedControl size="xs" data={densities} value={density} onChange={setDensity} />
        </Choice>
        <Choice title="Times are shown in the zone of">
          <SegmentedControl
            size="xs"
            data={zones}
            value={zone}
            onChange={(value) => setTimeZone(timeZones.find((it) => it === value) ?? 'local')}
          />
        </Choice>
        <Switch
          size="sm"
          checked={hasKeys}
          label="Use single-key shortcuts"
          onChange={(event) => {
            setShortcutsOn(event.currentTarget.checked)
            setKeys(event.currentTarget.checked)
          }}
        />
      </Stack>
    </Modal>
  )
}

function Choice({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot stand beside it
    <div role="group" aria-labelledby={id} className={css.choice}>
      <span id={id}>{title}</span>
      {children}
    </div>
  )
}

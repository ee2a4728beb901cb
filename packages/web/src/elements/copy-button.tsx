/** A button that copies text and says so. */

import { ActionIcon, Button, CopyButton as Copy, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'

interface CopyButtonProps {
  text: string
  /** What is copied, as a button's name: `Copy command`. */
  label: string
  /** Shows the label beside the icon. */
  wide?: boolean
}

export function CopyButton({ text, label, wide = false }: CopyButtonProps) {
  return (
    <Copy value={text} timeout={1600}>
      {({ copied, copy }) => {
        const icon = copied ? <IconCheck size={14} /> : <IconCopy size={14} />
        if (wide) {
          return (
            <Button variant="default" leftSection={icon} onClick={copy}>
              {copied ? 'Copied' : label}
            </Button>
          )
        }
        return (
          <Tooltip label={copied ? 'Copied' : label}>
            <ActionIcon variant="subtle" color="gray" size={26} aria-label={label} onClick={copy}>
              {icon}
            </ActionIcon>
          </Tooltip>
        )
      }}
    </Copy>
  )
}

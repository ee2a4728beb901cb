/** Over the page whose session ended: signs in again, and leaves what was typed where it is. */

import type { Session } from '@evenkeel/model'
import { Button, Modal } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import css from './login.module.css'
import { PasswordForm } from './login.tsx'
import { ProviderLogin } from './provider-login.tsx'

/** Above every dialog of the pages. */
const zIndex = 1000

export function SignInAgain({ session }: { session: Session }) {
  const queries = useQueryClient()
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      zIndex={zIndex}
      size="sm"
      title="Your session ended"
    >
      <p>
        Sign in again as {session.user.name}. What you typed on this page stays, as long as you do
        not leave it.
      </p>
      <PasswordForm />
      <ProviderLogin />
      <p>Signed in with a link in another window? Then go on here.</p>
      <div className={css.command}>
        <Button
          data-mantine-stop-propagation
          variant="default"
          onClick={() => void queries.invalidateQueries({ queryKey: ['session'] })}
        >
          Go on
        </Button>
      </div>
    </Modal>
  )
}

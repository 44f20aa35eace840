import { Checkbox, FormControlLabel, FormGroup, FormLabel, Typography } from '@mui/material';
import { useId } from 'react';
import { useText } from '../i18n/use-text.js';

export const ROLES = ['viewer', 'agent', 'manager', 'finance', 'integrator', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

/** The roles of somebody or of a key, each with what it is for. */
export function RoleChoice({
  roles,
  choose,
  fault,
}: {
  readonly roles: readonly Role[];
  readonly choose: (roles: readonly Role[]) => void;
  readonly fault: string | undefined;
}) {
  const t = useText();
  const heading = useId();
  return (
    <FormGroup role="group" aria-labelledby={heading}>
      <FormLabel id={heading}>{t('users.roles')}</FormLabel>
      {ROLES.map((name) => (
        <FormControlLabel
          key={name}
          sx={{ alignItems: 'flex-start' }}
          label={
            <>
              {t(`role.${name}`)}
              <Typography variant="body2" color="textSecondary">
                {t(`users.roleAdvice.${name}`)}
              </Typography>
            </>
          }
          control={
            <Checkbox
              checked={roles.includes(name)}
              onChange={({ target }) =>
                choose(ROLES.filter((other) => (other === name ? target.checked : roles.includes(other))))
              }
            />
          }
        />
      ))}
      {fault === undefined ? null : (
        <Typography color="error" variant="body2">
          {fault}
        </Typography>
      )}
    </FormGroup>
  );
}

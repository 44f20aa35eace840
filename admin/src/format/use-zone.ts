import { useStore } from 'react-admin';

/** The zone of the reader's own machine. */
export const VIEWER_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Which of the two zones the times of an incident are told in; the other one is told on hover. The choice is kept. */
export function useZone(incidentZone: string): {
  readonly zone: string;
  readonly other: string;
  readonly choose: (zone: string) => void;
} {
  const [choice, setChoice] = useStore<'viewer' | 'incident'>('zone', 'viewer');
  const zone = choice === 'viewer' ? VIEWER_ZONE : incidentZone;
  return {
    zone,
    other: choice === 'viewer' ? incidentZone : VIEWER_ZONE,
    choose: (chosen) => setChoice(chosen === incidentZone && chosen !== VIEWER_ZONE ? 'incident' : 'viewer'),
  };
}

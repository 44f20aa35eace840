import { MenuItem, TextField } from '@mui/material';
import { useStore } from 'react-admin';
import { Navigate, useLocation, useNavigate, useParams } from 'react-router-dom';
import { useGet } from '../api/use-get.js';
import { useText } from '../i18n/use-text.js';
import { Page } from '../shell/page.js';
import { Empty, Loaded } from '../shell/states.js';
import { OffersList } from './offers-list.js';

const MOST_INCIDENTS = 200;

/** The offers of one incident: of the one in the address, else of the last one looked at, else of the newest. */
export default function OffersPage() {
  const { incidentId } = useParams();
  const t = useText();
  const navigate = useNavigate();
  const { search } = useLocation();
  const [last, setLast] = useStore<string | null>('offers.incident', null);
  const incidents = useGet('/api/v1/incidents', { query: { limit: MOST_INCIDENTS } });
  const items = incidents.data?.items ?? [];
  const found = items.find(({ id }) => id === last) ?? items[0];
  if (incidentId === undefined && found !== undefined) {
    // A filter in the address goes with it.
    return <Navigate to={`/offers/incident/${found.id}${search}`} replace />;
  }
  const choose = (id: string): void => {
    setLast(id);
    void navigate(`/offers/incident/${id}`);
  };
  return (
    <Page
      title={t('offers.title')}
      actions={
        incidentId === undefined || !items.some(({ id }) => id === incidentId) ? undefined : (
          <TextField
            select
            label={t('offers.incident')}
            value={incidentId}
            onChange={({ target }) => choose(target.value)}
            sx={{ minWidth: 200, maxWidth: '100%' }}
          >
            {items.map(({ id, title }) => (
              <MenuItem key={id} value={id}>
                {title}
              </MenuItem>
            ))}
          </TextField>
        )
      }
    >
      <Loaded query={incidents}>
        {() =>
          incidentId === undefined ? (
            <Empty title={t('offers.none')} advice={t('offers.noneAdvice')} />
          ) : (
            <OffersOf key={incidentId} incidentId={incidentId} />
          )
        }
      </Loaded>
    </Page>
  );
}

function OffersOf({ incidentId }: { readonly incidentId: string }) {
  const query = useGet('/api/v1/console/incidents/{id}', { path: { id: incidentId } });
  return <Loaded query={query}>{(overview) => <OffersList overview={overview} />}</Loaded>;
}

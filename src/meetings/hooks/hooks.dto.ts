import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { IsPlainText } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';
import { SOURCE_PROVIDERS, SOURCE_SCOPES, type SourceProvider, type SourceScope } from './hook-source.js';
import { EVENT_STATUSES, type EventStatus, HOOK_PROVIDERS, type HookProvider } from './meeting-event.js';

export class MeetingEventsQuery extends ListQuery {
  /** Only of this provider. */
  @IsOptional()
  @IsIn(HOOK_PROVIDERS)
  provider?: HookProvider;

  /** Only those of which this became. */
  @IsOptional()
  @IsIn(EVENT_STATUSES)
  status?: EventStatus;
}

export class PutHookSourceDto {
  /** Whose events it is about. */
  @IsIn(SOURCE_PROVIDERS)
  provider: SourceProvider;

  /** What `value` is: for zoom an `account` or a `host`, for livekit a `room` or a `room_prefix`. */
  @IsIn(SOURCE_SCOPES)
  scope: SourceScope;

  /** The id of the account or host, the name of the room, or what its name begins with. */
  @IsPlainText()
  @MaxLength(200)
  value: string;

  /** The external id of the customer whose meetings they are. */
  @IsPlainText()
  @MaxLength(200)
  customer: string;

  /** The keys of the components that the meetings use. */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  components: string[];
}

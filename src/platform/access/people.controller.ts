import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IfMatch } from '../http/if-match.js';
import { ListQuery, type Page } from '../http/list.js';
import { CurrentActor } from './access.guard.js';
import type { Actor } from './actor.js';
import { type Me, meOf, meOfKey, personIdOf } from './me.js';
import { ChangePersonDto, NewPersonDto, PreferencesDto } from './people.dto.js';
import { PeopleService, type PersonWithPassword } from './people.service.js';
import type { PersonRow } from './people.sql.js';
import { SignInService } from './sign-in.service.js';

@ApiTags('people')
@Controller()
export class PeopleController {
  constructor(
    private readonly people: PeopleService,
    private readonly signIns: SignInService,
  ) {}

  /** Who the caller is, and what they may do. */
  @Get('me')
  async me(@CurrentActor() actor: Actor): Promise<Me> {
    return actor.kind === 'person' ? meOf(await this.people.get(personIdOf(actor))) : meOfKey(actor);
  }

  /** Language and theme of whoever asks. */
  @Patch('me')
  async prefer(@Body() body: PreferencesDto, @CurrentActor() actor: Actor): Promise<Me> {
    return meOf(await this.people.prefer(personIdOf(actor), body, actor));
  }

  /** Everybody who has an account. */
  @Get('users')
  list(@Query() query: ListQuery): Promise<Page<PersonRow>> {
    return this.people.list(query);
  }

  /** Makes an account with a password that is shown this once. */
  @Post('users')
  create(@Body() body: NewPersonDto, @CurrentActor() actor: Actor): Promise<PersonWithPassword> {
    return this.people.create(body, actor);
  }

  @Get('users/:id')
  get(@Param('id') id: string): Promise<PersonRow> {
    return this.people.get(id);
  }

  /** Gives other roles, or closes or opens the account; both hold from the next request on. */
  @Patch('users/:id')
  change(
    @Param('id') id: string,
    @Body() body: ChangePersonDto,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<PersonRow> {
    return this.people.change(id, body, expectedVersion, actor);
  }

  /** Makes a new password, shown this once, and ends every session of the person. */
  @Post('users/:id/reset-password')
  @HttpCode(200)
  resetPassword(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<PersonWithPassword> {
    return this.people.resetPassword(id, actor);
  }

  /** Ends every session of a person, on every device. */
  @Post('users/:id/end-sessions')
  @HttpCode(200)
  async endSessions(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<{ readonly ended: number }> {
    const person = await this.people.get(id);
    return { ended: await this.signIns.signOutEverywhere(actor, person.id) };
  }
}

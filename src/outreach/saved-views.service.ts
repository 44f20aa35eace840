import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { isId, newId } from '../kernel/ids.js';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import { uniqueViolation } from '../platform/database/pg-errors.js';
import { SavedViewEntity } from './saved-view.entity.js';
import type { ViewQuery } from './saved-view.js';

/** A view as its owner sees it. */
export type SavedView = {
  readonly id: string;
  readonly name: string;
  readonly query: ViewQuery;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

const MAX_VIEWS = 100;

/** Filters that people keep for themselves under a name. */
@Injectable()
export class SavedViewsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The actor's own views, by name. */
  async list(actor: Actor): Promise<readonly SavedView[]> {
    const found = await this.views.find({ where: { owner: actor.id }, order: { name: 'ASC' }, take: MAX_VIEWS });
    return found.map(shown);
  }

  /** Throws `view_name_taken`, `too_many_views`. */
  async create(name: string, query: ViewQuery, actor: Actor): Promise<SavedView> {
    if ((await this.views.countBy({ owner: actor.id })) >= MAX_VIEWS) {
      throw new DomainError('unprocessable', 'too_many_views', `Nobody keeps more than ${MAX_VIEWS} views.`);
    }
    const now = this.clock.now();
    const view = { id: newId(), owner: actor.id, name: name.trim(), query, createdAt: now, updatedAt: now };
    await this.naming(() => this.views.insert(view));
    return shown(view);
  }

  /** Writes a view over. Throws `view_not_found`, also for somebody else's, and `view_name_taken`. */
  async put(id: string, name: string, query: ViewQuery, actor: Actor): Promise<SavedView> {
    const found = await this.own(id, actor);
    const changed = { name: name.trim(), query, updatedAt: this.clock.now() };
    await this.naming(() => this.views.update({ id: found.id }, changed));
    return { id: found.id, createdAt: found.createdAt, ...changed };
  }

  /** Throws `view_not_found`, also for somebody else's. */
  async remove(id: string, actor: Actor): Promise<void> {
    await this.views.delete({ id: (await this.own(id, actor)).id });
  }

  private get views() {
    return this.database.dataSource.getRepository(SavedViewEntity);
  }

  private async own(id: string, actor: Actor): Promise<SavedViewEntity> {
    const found = isId(id) ? await this.views.findOneBy({ id, owner: actor.id }) : null;
    if (found === null) throw notFound('view', id);
    return found;
  }

  private async naming(write: () => Promise<unknown>): Promise<void> {
    try {
      await write();
    } catch (error) {
      if (uniqueViolation(error) === undefined) throw error;
      throw new DomainError('conflict', 'view_name_taken', 'You have a view of this name already.', {
        reasons: [{ path: 'name', code: 'view_name_taken', message: 'Choose another name.' }],
      });
    }
  }
}

function shown({ id, name, query, createdAt, updatedAt }: SavedView): SavedView {
  return { id, name, query, createdAt, updatedAt };
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PersonalDataService } from '../platform/personal/personal-data.service.js';
import { lettersKept } from './letter-hold.sql.js';

/** Letters that were sent are accounting vouchers: kept byte for byte for ten years (C. com. L123-22, GDPR 17(3)(b)). */
@Injectable()
export class LetterHoldService implements OnModuleInit {
  constructor(private readonly personal: PersonalDataService) {}

  onModuleInit(): void {
    this.personal.registerHold({
      name: 'letters',
      tables: ['letter'],
      reason: 'Sent letters are vouchers of accounting, kept for ten years (C. com. L123-22; GDPR art. 17(3)(b)).',
      kept: lettersKept,
    });
  }
}

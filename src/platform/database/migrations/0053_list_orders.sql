-- What long lists are ordered by. The classes of an assessment's rows are asked for in the order of their weight, so these
-- indexes take the place of those by class; they begin with the assessment as well.
create index meeting_impact_heaviest on meeting_impact (assessment_id,
  array_position(array['unable_to_join', 'media_loss', 'interactivity_loss', 'degraded', 'unknown'], class), meeting_id);
drop index meeting_impact_assessment;
create index customer_impact_heaviest on customer_impact (assessment_id,
  array_position(array['unable_to_join', 'media_loss', 'interactivity_loss', 'degraded', 'unknown'], class),
  (people_unable_to_join + people_media_loss + people_interactivity_loss + people_degraded) desc, customer_id);
drop index customer_impact_assessment;

create index offer_created on offer (created_at desc, id desc);
create index mail_created on mail (created_at desc, id desc);
create index delivery_created on delivery (created_at desc, id desc);
create index customer_lower_name on customer (lower(name), id);

-- What came back and belongs to no case that is known: the home page counts the replies among it at every look.
create index mail_event_unmatched on mail_event (type) where outcome = 'unmatched';

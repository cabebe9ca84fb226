namespace MarketStore.Calendars.Sessions;

/// <summary>One stretch of a session: a lunch break makes two of it.</summary>
readonly record struct SessionPart(SessionTime Start, SessionTime End);

package io.warrenmq.testkit.conformance;

/** What may be wrong with a protocol, each found by one of the kit's tests at least. */
enum Fault {
  NONE(kit -> {}),
  MOVES_AN_INDEX_WHEN_IT_DETECTS(ProtocolConformance::knowsItselfByItsFirstBytesHoweverFewThereAre),
  CHANGES_ITS_MIND(ProtocolConformance::doesNotChangeItsMindAboutBytesThatItKnows),
  WANTS_WHOLE_LINES_AT_ONCE(ProtocolConformance::givesTheSameAnswersWhereverTheBytesAreCut),
  COUNTS_ALL_CLIENTS(ProtocolConformance::givesTheSameAnswersToTheSameClient),
  KEEPS_THE_BUFFER(ProtocolConformance::publishesWhatAClientSends),
  RELEASES_WHAT_IT_WRITES(ProtocolConformance::deliversWhatOtherProtocolsPublish),
  THROWS_ON_GARBAGE(ProtocolConformance::endsWithAClientThatSendsGarbage),
  ASKS_FOR_NO_PASSWORD(ProtocolConformance::letsNobodyInWithAWrongPassword),
  HAS_ALL_THE_TIME(ProtocolConformance::leavesAClientItsTimeToLogInAndNoMore),
  IS_IMPATIENT(ProtocolConformance::leavesAClientThatHasLoggedInAllTheTimeInTheWorld),
  WRITES_WITHOUT_END(ProtocolConformance::writesLittleToASocketThatTakesNoMore),
  STAYS_STOPPED(ProtocolConformance::writesLittleToASocketThatTakesNoMore),
  PUBLISHES_TO_FULL_QUEUES(ProtocolConformance::readsNoPublishesWhileItsQueuesAreFull),
  PUBLISHES_IN_ALARM(ProtocolConformance::readsNoPublishesWhileResourcesAreShort),
  STAYS_WHEN_THE_BROKER_STOPS(ProtocolConformance::endsWhenTheBrokerStops),
  STAYS_WHEN_IT_IS_TO_GO(ProtocolConformance::endsWhenAnOperatorSaysSo),
  LEAVES_ITS_CONNECTION(ProtocolConformance::givesBackWhatAClientHadThatIsGone),
  LEAVES_ITS_DELIVERIES(ProtocolConformance::givesBackWhatAClientHadThatIsGone),
  WAITS_FOR_EVER(ProtocolConformance::givesBackWhatAClientDoesNotAcknowledgeInTime),
  LEAVES_A_LATE_LOGIN(ProtocolConformance::leavesNothingBehindWhenAClientGoesWhileItLogsIn),
  WRITES_AFTER_THE_END(ProtocolConformance::givesBackWhatAClientHadThatIsGone),
  HAS_ANOTHER_FORMAT_EACH_TIME(ProtocolConformance::hasFormatsThatAreAlwaysTheSame),
  HIDES_ITS_FORMAT(ProtocolConformance::publishesInAFormatOfItsOwn),
  GROWS_WHAT_IT_CONVERTS(ProtocolConformance::takesMessagesOfAnyOtherFormat);

  final Check finder;

  Fault(Check finder) {
    this.finder = finder;
  }

  /** A test of the kit. */
  interface Check {
    void run(ProtocolConformance kit);
  }
}

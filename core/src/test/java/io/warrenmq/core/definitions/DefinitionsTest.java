package io.warrenmq.core.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.api.auth.Permission;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.auth.ResourceKind;
import io.warrenmq.api.broker.BrokerInfo;
import io.warrenmq.core.auth.InternalAuthorizer;
import io.warrenmq.core.auth.NewPasswords;
import io.warrenmq.core.auth.PasswordHashing;
import io.warrenmq.core.auth.PermissionTable;
import io.warrenmq.core.auth.UserCommands;
import io.warrenmq.core.auth.UserStore;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import io.warrenmq.core.queue.QueueType;
import io.warrenmq.core.vhost.ControlPlane;
import io.warrenmq.core.vhost.ParameterCommands;
import io.warrenmq.core.vhost.PolicyCommands;
import io.warrenmq.core.vhost.Vhost;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DefinitionsTest {
  // Exported by RabbitMQ 4.0.5.
  private static final String RABBIT_4 =
      """
      {"permissions":[{"configure":"^(ok|conly)","read":"^ok","user":"lim","vhost":"/","write":"^ok"},
        {"configure":".*","read":".*","user":"guest","vhost":"lv","write":".*"}],
       "bindings":[{"source":"ok.topic","vhost":"/","destination":"o4","destination_type":"queue",
          "routing_key":"a.#","arguments":{"n":1}}],
       "queues":[{"arguments":{"x-dead-letter-exchange":"","x-queue-type":"classic"},
          "auto_delete":true,"durable":false,"name":"o4","type":"classic","vhost":"/"},
         {"arguments":{"x-queue-type":"classic"},"auto_delete":false,"durable":true,"name":"q1",
          "type":"classic","vhost":"lv"}],
       "parameters":[{"component":"vhost-limits","name":"limits","value":{"max-queues":1},"vhost":"lv"}],
       "policies":[],"rabbitmq_version":"4.0.5","rabbit_version":"4.0.5",
       "exchanges":[{"arguments":{},"auto_delete":false,"durable":true,"name":"ok.topic","type":"topic",
          "vhost":"/"}],
       "vhosts":[{"default_queue_type":"classic","limits":[],
          "metadata":{"description":"Default virtual host","tags":[]},"name":"/"},
         {"default_queue_type":"classic","limits":[["max-queues",1]],
          "metadata":{"description":"","tags":["t"]},"name":"lv"}],
       "users":[{"hashing_algorithm":"rabbit_password_hashing_sha256","limits":{"max-channels":7},
          "name":"lim","password_hash":"gkaNyoFKRbukP+UjmW41L7oh79XwN7uJ0cDRGiFgMYByoe1n","tags":[]},
         {"hashing_algorithm":"rabbit_password_hashing_sha256","limits":{},"name":"guest",
          "password_hash":"g3hn+eo6qxpG7hgi+jd9Sr/NgEvRj/vZ6d4PSMrQnCUzQAuR",
          "tags":["administrator"]}],
       "global_parameters":[{"name":"cluster_tags","value":[]}],
       "topic_permissions":[{"exchange":"ok.topic","read":"^{username}[.]","user":"lim","vhost":"/",
          "write":"^a"}]}
      """;

  // As RabbitMQ 3.8 wrote it: tags with commas, no hashing algorithm, mirroring, lazy queues.
  private static final String RABBIT_3 =
      """
      {"rabbit_version":"3.8.9","product_name":"RabbitMQ",
       "users":[{"name":"old","password_hash":"AQIDBJkXsdLKJai4Aqpb4cUf2zg=",
          "tags":"administrator, monitoring"}],
       "vhosts":[{"name":"/"}],
       "permissions":[{"user":"old","vhost":"/","configure":".*","write":".*","read":".*"}],
       "topic_permissions":[],
       "parameters":[{"component":"federation-upstream","name":"up","vhost":"/","value":{}}],
       "policies":[{"vhost":"/","name":"ha","pattern":".*","definition":{"ha-mode":"all"}}],
       "queues":[{"name":"lazy","vhost":"/","durable":true,"auto_delete":false,
          "arguments":{"x-queue-mode":"lazy","x-max-length":10}},
         {"name":"replicated","vhost":"/","durable":true,"auto_delete":false,"type":"quorum",
          "arguments":{}}],
       "exchanges":[{"name":"x","vhost":"/","type":"fanout","durable":true,"auto_delete":false,
          "internal":false,"arguments":{}}],
       "bindings":[{"source":"x","vhost":"/","destination":"lazy","destination_type":"queue",
          "routing_key":"","arguments":{}}],
       "something_new":[]}
      """;

  private final ControlPlane plane = new ControlPlane();
  private final UserStore users = new UserStore();
  private final PermissionTable permissions = new PermissionTable();
  private final UserCommands userCommands = new UserCommands(plane.metadata, users, permissions);
  private final PolicyCommands policies = new PolicyCommands(plane.metadata, plane.vhosts);
  private final ParameterCommands parameters =
      new ParameterCommands(plane.metadata, plane.vhosts, policies);
  private final NewPasswords passwords =
      new NewPasswords(Runnable::run, new Random(1), PasswordHashing.SHA256);

  @Test
  void bringsInWhatRabbitMqFourExports() {
    ImportReport report = apply(RABBIT_4);

    assertThat(report.refusals()).isEmpty();
    assertThat(report.warnings()).isEmpty();
    assertThat(parameters.findGlobal("cluster_tags").value()).isEqualTo(List.of());
    Vhost second = plane.vhosts.find("lv");
    assertThat(second.settings().maxQueues()).isEqualTo(1);
    assertThat(second.settings().tags()).containsExactly("t");
    assertThat(second.queue("q1").declaration().durable()).isTrue();
    assertThat(plane.vhost.settings().description()).isEqualTo("Default virtual host");
    assertThat(plane.vhost.queue("o4").options().deadLetterExchange()).isEmpty();
    assertThat(plane.bindings()).hasSize(1);
    assertThat(users.find("lim").maxChannels()).isEqualTo(7);
    InternalAuthorizer authorizer = new InternalAuthorizer(permissions);
    Principal lim = new Principal("lim", Set.of());
    assertThat(authorizer.mayAccess(lim, "/", ResourceKind.QUEUE, "ok1", Permission.READ)).isTrue();
    assertThat(authorizer.mayAccess(lim, "/", ResourceKind.QUEUE, "no", Permission.READ)).isFalse();
    assertThat(authorizer.restrictsTopics(lim, "/", "ok.topic")).isTrue();
  }

  @Test
  void bringsInOlderFilesAndSaysWhatIsLeftOut() {
    ImportReport report = apply(RABBIT_3);

    UserPut old = users.find("old");
    assertThat(old.tags()).containsExactly("administrator", "monitoring");
    assertThat(PasswordHashing.named(old.hashing()).verify("pass", old.passwordHash())).isTrue();
    assertThat(plane.vhost.queue("lazy").options().maxLength()).isEqualTo(10);
    assertThat(plane.vhost.queue("replicated").options().type()).isEqualTo(QueueType.QUORUM);
    assertThat(plane.vhost.exchange("x")).isNotNull();
    assertThat(report.warnings())
        .containsExactlyInAnyOrder(
            "'something_new' is not known and was passed over",
            "policy 'ha': 'ha-mode' has no effect here",
            "parameter 'up' of 'federation-upstream' is kept and has no effect here");
    assertThat(report.refusals()).isEmpty();
    assertThat(plane.vhost.policies().find(false, "ha").definition())
        .containsExactly(Map.entry("ha-mode", "all"));
    assertThat(parameters.find("/", "federation-upstream", "up").value()).isEqualTo(Map.of());
  }

  @Test
  void leavesWhatExistsAsItIs() {
    plane.declare("lazy");

    ImportReport report = apply(RABBIT_3);

    assertThat(plane.vhost.queue("lazy").options().maxLength()).isEqualTo(-1);
    assertThat(report.refusals()).isEmpty();
  }

  @Test
  void refusesFieldsOfTheWrongType() {
    ImportReport report =
        apply(
            """
            {"users":"none","queues":[{"name":5},{"name":"q","durable":"yes"},7],
             "vhosts":[{"name":""}]}
            """);

    // Also the two lists of which not all are objects.
    assertThat(report.refusals()).hasSize(5);
    assertThat(plane.vhost.queues()).isEmpty();
  }

  @Test
  void secretsAreNotInReports() {
    ImportReport report =
        apply(
            """
            {"users":[
              {"name":"","password_hash":"SECRET","scram_sha_512":"SECRET","tags":""},
              {"name":"","password":"SECRET","tags":""},
              {"name":"u","password_hash":"SECRET","scram_sha_256":"SECRET",
               "hashing_algorithm":"rabbit_password_hashing_sha256","tags":""}]}
            """);

    assertThat(report.refusals())
        .hasSize(3)
        .extracting(Object::toString)
        .noneMatch(text -> text.contains("SECRET"))
        .anyMatch(text -> text.contains("what user 'u' has for SCRAM is not of its form"));
  }

  @Test
  void takesAPasswordInPlaceOfAHash() {
    ImportReport report =
        apply(
            """
            {"users":[{"name":"u","password":"hunter2","tags":"a"},
                      {"name":"v","password":"","tags":""}]}
            """);

    UserPut user = users.find("u");
    assertThat(PasswordHashing.SHA256.verify("hunter2", user.passwordHash())).isTrue();
    assertThat(user.scram()).startsWith("SCRAM-SHA-256$4096:");
    assertThat(user.tags()).containsExactly("a");
    assertThat(users.find("v").passwordHash()).isEmpty();
    assertThat(users.find("v").scram()).isEmpty();
    assertThat(report.applied()).isEqualTo(2);
  }

  @Test
  void refusesAPasswordBesideAHash() {
    ImportReport report =
        apply(
            """
            {"users":[{"name":"w","password":"hunter2","password_hash":"AQIDBA==","tags":""}]}
            """);

    assertThat(users.find("w")).isNull();
    assertThat(report.refusals())
        .singleElement()
        .asString()
        .endsWith("both password and password_hash are provided");
  }

  @Test
  void whatScramKnowsIsInAFileAndComesBack() {
    apply("{\"users\":[{\"name\":\"u\",\"password\":\"hunter2\",\"tags\":\"\"}]}");
    DefinitionsTest other = new DefinitionsTest();

    JsonObject file = export();
    ImportReport report = other.apply(file.encode());

    assertThat(report.refusals()).isEmpty();
    JsonObject user = file.getJsonArray("users").getJsonObject(0);
    assertThat(user.getString("scram_sha_256")).startsWith("SCRAM-SHA-256$4096:");
    assertThat(user.getString("scram_sha_512")).startsWith("SCRAM-SHA-512$4096:");
    assertThat(other.users.find("u")).isEqualTo(users.find("u"));
    assertThat(users.find("u").scram()).isNotEmpty();
  }

  @Test
  void whatScramKnowsStaysAsLongAsTheHash() {
    apply("{\"users\":[{\"name\":\"u\",\"password\":\"hunter2\",\"tags\":\"\"}]}");
    UserPut before = users.find("u");
    JsonObject same = export();
    same.getJsonArray("users").getJsonObject(0).remove("scram_sha_256");
    same.getJsonArray("users").getJsonObject(0).remove("scram_sha_512");

    apply(same.encode());
    assertThat(users.find("u")).isEqualTo(before);

    same.getJsonArray("users").getJsonObject(0).put("password_hash", "AQIDBA==");
    apply(same.encode());
    assertThat(users.find("u").scram()).isEmpty();
  }

  @Test
  void whatIsWrittenReadsBackTheSame() {
    apply(RABBIT_4);
    plane.declare(plane.me, ControlPlane.exclusive("mine"));
    plane.bind("ok.topic", "mine", "k");
    JsonObject written = export();
    DefinitionsTest other = new DefinitionsTest();

    ImportReport report = other.apply(written.encode());

    assertThat(report.refusals()).isEmpty();
    assertThat(sorted(other.export())).isEqualTo(sorted(written));
    assertThat(written.encode()).doesNotContain("mine", "amq.direct");
  }

  @Test
  void aRefusedItemChangesNothing() {
    JsonObject before = export();
    int appends = plane.store.appends();

    ImportReport report =
        apply(
            """
            {"vhosts":[{"name":"new"}],
             "users":[{"name":"u","password":"p","tags":""}],
             "permissions":[{"user":"u","vhost":"new","configure":"","write":"","read":""},
               {"user":"nobody","vhost":"new","configure":"","write":"","read":""},
               {"user":"u","vhost":"new","configure":"(","write":"","read":""}],
             "topic_permissions":[
               {"user":"u","vhost":"gone","exchange":"x","write":"","read":""}],
             "parameters":[{"component":"policy","name":"p","vhost":"new","value":{}},
               {"component":"vhost-limits","name":"limits","vhost":"new","value":{"max-queues":1}}],
             "policies":[{"vhost":"new","name":"p","pattern":"(","definition":{"max-length":1}}],
             "exchanges":[{"name":"x","vhost":"new","type":"x-nobody-knows"}],
             "queues":[{"name":"q","vhost":"new","arguments":{"x-max-length":-1}},
               {"name":"q1","vhost":"new"},{"name":"q2","vhost":"new"}],
             "bindings":[{"source":"amq.topic","vhost":"new","destination":"q1"},
               {"source":"none","vhost":"new","destination":"q1"},
               {"source":"amq.topic","vhost":"new","destination":"q3"}]}
            """);

    assertThat(report.refusals())
        .extracting(ImportReport.Refusal::reason)
        .containsExactly(
            "no user 'nobody'",
            "not a regular expression: Unclosed group near index 1 (",
            "no vhost 'gone'",
            "policies may not be set using this method",
            "Validation failed\n\npattern should be regular expression but is invalid:"
                + " {\"missing )\",1}\n",
            "unknown exchange type 'x-nobody-knows'",
            "invalid arg 'x-max-length' for queue 'q' in vhost 'new': {value_negative,-1}",
            "cannot declare queue 'q2': queue limit in vhost 'new' (1) is reached",
            "no exchange 'none' in vhost 'new'",
            "no queue 'q3' in vhost 'new'");
    assertThat(report.isApplied()).isFalse();
    assertThat(report.applied()).isZero();
    assertThat(plane.store.appends()).isEqualTo(appends);
    assertThat(export()).isEqualTo(before);
  }

  @Test
  void aTrialSaysWhatWouldBeAndChangesNothing() {
    JsonObject before = export();

    ImportReport report = apply(RABBIT_4, true);

    assertThat(report.refusals()).isEmpty();
    assertThat(report.isApplied()).isFalse();
    assertThat(report.counts())
        .containsEntry("vhosts", 2)
        .containsEntry("users", 2)
        .containsEntry("queues", 2)
        .containsEntry("bindings", 1);
    assertThat(export()).isEqualTo(before);
  }

  @Test
  void aFileIsStoredAtOnce() {
    int appends = plane.store.appends();

    ImportReport report = apply(RABBIT_4);

    assertThat(report.isApplied()).isTrue();
    assertThat(plane.store.appends()).isEqualTo(appends + 1);
    assertThat(apply(RABBIT_4).refusals()).isEmpty(); // Again: all of it is there.
  }

  @Test
  void bringsInPoliciesOfAllKindsAndQueuesComeIntoBeingUnderThem() {
    ImportReport report =
        apply(
            """
            {"policies":[{"vhost":"/","name":"p","pattern":"^q","apply-to":"queues","priority":1,
                "definition":{"max-length":10,"message-ttl":5}}],
             "parameters":[{"component":"operator_policy","name":"o","vhost":"/",
                "value":{"pattern":"","apply-to":"queues","priority":0,
                  "definition":{"max-length":7}}}],
             "global_parameters":[{"name":"g","value":{"a":[1,null,{"b":2.5}]}}],
             "queues":[{"name":"q1","vhost":"/","arguments":{"x-message-ttl":3}}]}
            """);

    assertThat(report.refusals()).isEmpty();
    assertThat(report.warnings()).isEmpty();
    assertThat(plane.vhost.queue("q1").options().maxLength()).isEqualTo(7);
    assertThat(plane.vhost.queue("q1").options().messageTtlMs()).isEqualTo(3);
    JsonObject written = export();
    DefinitionsTest other = new DefinitionsTest();
    assertThat(other.apply(written.encode()).refusals()).isEmpty();
    assertThat(sorted(other.export())).isEqualTo(sorted(written));
    assertThat(written.getJsonArray("parameters").getJsonObject(0).getString("component"))
        .isEqualTo("operator_policy");
    assertThat(written.getJsonArray("global_parameters").getJsonObject(0).encode())
        .isEqualTo("{\"name\":\"g\",\"value\":{\"a\":[1,null,{\"b\":2.5}]}}");
  }

  @Test
  void writesOneVhostAsRabbitMqDoesAndReadsItIntoAnother() {
    apply(RABBIT_4);
    apply(
        """
        {"vhosts":[{"name":"other"}],
         "policies":[{"vhost":"lv","name":"p","pattern":"^q","definition":{"max-length":10}}]}
        """);

    JsonObject file = export(plane.vhosts.find("lv"));

    assertThat(file.fieldNames())
        .containsExactlyInAnyOrder(
            "rabbit_version",
            "rabbitmq_version",
            "product_name",
            "product_version",
            "rabbitmq_definition_format",
            "original_vhost_name",
            "explanation",
            "metadata",
            "description",
            "default_queue_type",
            "limits",
            "parameters",
            "policies",
            "queues",
            "exchanges",
            "bindings");
    assertThat(file.getString("rabbitmq_definition_format")).isEqualTo("single_virtual_host");
    assertThat(file.getJsonObject("limits").encode()).isEqualTo("{\"max-queues\":1}");
    assertThat(file.encode()).doesNotContain("\"vhost\"", "users");
    assertThat(applyTo("other", file).refusals()).isEmpty();
    Vhost other = plane.vhosts.find("other");
    assertThat(other.queue("q1").options().maxLength()).isEqualTo(10);
    assertThat(other.settings().maxQueues()).isEqualTo(1);
  }

  @Test
  void intoOneVhostGoesAllThatIsInVhostsAndNothingElse() {
    apply("{\"vhosts\":[{\"name\":\"other\"}]}");

    ImportReport report =
        applyTo(
            "other",
            new JsonObject(
                """
                {"users":[{"name":"u","password":"p","tags":""}],"vhosts":[{"name":"third"}],
                 "queues":[{"name":"q","vhost":"/"}]}
                """));

    assertThat(report.refusals()).isEmpty();
    assertThat(plane.vhosts.find("other").queue("q")).isNotNull();
    assertThat(plane.vhost.queue("q")).isNull();
    assertThat(plane.vhosts.find("third")).isNull();
    assertThat(users.find("u")).isNull();
    assertThat(applyTo("nowhere", new JsonObject("{\"queues\":[{\"name\":\"q\"}]}")).refusals())
        .extracting(ImportReport.Refusal::reason)
        .containsExactly("no vhost 'nowhere'");
  }

  @Test
  void leavesOutWhatClientsMayNotDeclare() {
    ImportReport report =
        apply(
            """
            {"exchanges":[{"name":"amq.odd","vhost":"/","type":"direct"}],
             "queues":[{"name":"amq.gen-1","vhost":"/"}],
             "bindings":[{"source":"amq.topic","vhost":"/","destination":"amq.gen-1"}]}
            """);

    assertThat(report.refusals()).isEmpty();
    assertThat(report.warnings()).hasSize(3);
    assertThat(plane.vhost.queues()).isEmpty();
  }

  @Test
  void limitsStayWhereAFileSaysNothingOfThem() {
    apply(RABBIT_4);

    apply("{\"vhosts\":[{\"name\":\"lv\",\"metadata\":{\"description\":\"d\"}}]}");

    assertThat(plane.vhosts.find("lv").settings().maxQueues()).isEqualTo(1);
    assertThat(plane.vhosts.find("lv").settings().description()).isEqualTo("d");
  }

  @Test
  void protectionStaysWhereAFileSaysNothingOfIt() {
    apply("{\"vhosts\":[{\"name\":\"v\",\"metadata\":{\"protected_from_deletion\":true}}]}");
    assertThat(plane.vhosts.find("v").settings().isProtected()).isTrue();

    apply("{\"vhosts\":[{\"name\":\"v\",\"metadata\":{\"description\":\"d\"}}]}");
    assertThat(plane.vhosts.find("v").settings().isProtected()).isTrue();

    apply("{\"vhosts\":[{\"name\":\"v\",\"metadata\":{\"protected_from_deletion\":false}}]}");
    assertThat(plane.vhosts.find("v").settings().isProtected()).isFalse();
  }

  @Test
  void takesHashesThatTellTheirAlgorithmWhateverTheFileNames() {
    String hash = PasswordHashing.ARGON2ID.hash("secret", new Random(1));

    apply(
        new JsonObject()
            .put(
                "users",
                new JsonArray().add(new JsonObject().put("name", "u").put("password_hash", hash)))
            .encode());

    assertThat(users.find("u").hashing()).isEqualTo("warren_password_hashing_argon2id");
  }

  @Test
  void refusesArgumentsThatAreNestedTooDeep() {
    JsonObject deep = new JsonObject();
    for (int i = 0; i < 100; i++) {
      deep = new JsonObject().put("a", new JsonArray().add(deep));
    }
    JsonObject queue = new JsonObject().put("name", "q").put("arguments", deep);

    ImportReport report =
        apply(new JsonObject().put("queues", new JsonArray().add(queue)).encode());

    assertThat(report.refusals()).singleElement().asString().contains("nested deeper than 64");
  }

  @Test
  void theFirstStartHasGuest() {
    plane.loops.await(
        plane.group.metadata(),
        () -> FirstStart.DEFAULT.create(plane.metadata, plane.vhosts, userCommands, passwords));

    UserPut guest = users.find("guest");
    assertThat(guest.tags()).containsExactly("administrator");
    assertThat(PasswordHashing.SHA256.verify("guest", guest.passwordHash())).isTrue();
    assertThat(
            new InternalAuthorizer(permissions)
                .mayAccessVhost(new Principal("guest", Set.of()), "/"))
        .isTrue();
  }

  private ImportReport apply(String json) {
    return apply(json, false);
  }

  private ImportReport apply(String json, boolean dryRun) {
    return plane.loops.await(
        plane.group.metadata(), () -> definitions().apply(new JsonObject(json), "/", dryRun));
  }

  private ImportReport applyTo(String vhost, JsonObject file) {
    return plane.loops.await(
        plane.group.metadata(), () -> definitions().applyTo(vhost, file, false));
  }

  private DefinitionsImport definitions() {
    return new DefinitionsImport(
        plane.metadata,
        plane.vhosts,
        plane.commands,
        userCommands,
        policies,
        parameters,
        passwords);
  }

  private JsonObject export() {
    return plane.loops.await(plane.loop, () -> exporter().write(plane.loop));
  }

  private JsonObject export(Vhost vhost) {
    return plane.loops.await(plane.loop, () -> exporter().write(plane.loop, vhost));
  }

  private DefinitionsExport exporter() {
    BrokerInfo info = new BrokerInfo("WarrenMQ", "1", "4.2.0", "c", "n");
    return new DefinitionsExport(
        info, plane.vhosts, plane.commands, parameters, users, permissions);
  }

  /** The lists of a file in an order of their own. */
  private static JsonObject sorted(JsonObject file) {
    JsonObject sorted = new JsonObject();
    file.forEach(
        entry ->
            sorted.put(
                entry.getKey(),
                entry.getValue() instanceof JsonArray array
                    ? new JsonArray(array.stream().map(Object::toString).sorted().toList())
                    : entry.getValue()));
    return sorted;
  }
}

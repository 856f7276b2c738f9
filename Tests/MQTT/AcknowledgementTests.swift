import MQTT
import TestKit
import Testing

/// Acknowledgements leave with `write`, and a client that dies before it gets everything again.
@Suite(.serialized) struct AcknowledgementTests {
    private let count = 500

    @Test(arguments: [MQTTClientOptions.Version.v311, .v5])
    func whatWasReadButNotWrittenComesAgain(version: MQTTClientOptions.Version) async throws {
        let broker = try await MosquittoServer.start()
        var agent: DrivenClient? = try subscriber(broker, version)
        try publish(broker)
        try agent?.turn(until: "all read", writing: false) { agent?.heard.count == count }
        agent = nil  // Gone without a word, as with a power cut.

        var second: DrivenClient? = try reconnected(broker, version)
        try second?.turn(until: "all read again", writing: false) { second?.heard.count == count }
        #expect(second?.heard.map(\.payload) == (0..<count).map(String.init))
        second?.client.write()
        try second?.turn(until: "acknowledgements gone") { second?.client.wantsWrite == false }
        second?.client.disconnect()
        try second?.turn(until: "good-bye sent") { second?.client.socket == nil }
        second = nil

        let third = try reconnected(broker, version)
        try publish(broker, from: count, count: 1)
        try third.turn(until: "only the new one") { !third.heard.isEmpty }
        #expect(third.heard.map(\.payload) == [String(count)])
    }

    /// What is queued must not leave by the next connection either, where it would acknowledge what comes again.
    @Test(arguments: [MQTTClientOptions.Version.v311, .v5])
    func aConnectionThatIsDroppedAcknowledgesNothing(version: MQTTClientOptions.Version) async throws {
        let broker = try await MosquittoServer.start()
        let agent = try subscriber(broker, version)
        try publish(broker)
        try agent.turn(until: "some read", writing: false) { !agent.heard.isEmpty }
        agent.client.drop()
        #expect(agent.client.socket == nil)
        #expect(agent.disconnections.map { $0?.reason } == [.connectionLost])
        agent.heard = []
        agent.connections = []
        try agent.client.connect()
        try agent.turn(until: "connected") { !agent.connections.isEmpty }
        #expect(agent.connections == [true], "the session was kept")
        try agent.turn(until: "all read again") { agent.heard.count >= count }
        #expect(agent.heard.map(\.payload) == (0..<count).map(String.init))
    }

    /// Who keeps books of what was sent must not have it sent a second time from below.
    @Test(arguments: [(MQTTClientOptions.Version.v311, true), (.v311, false), (.v5, true), (.v5, false)])
    func whatWasNotAcknowledgedGoesAgainOnlyWhenThatIsWanted(
        version: MQTTClientOptions.Version, resends: Bool
    ) async throws {
        let broker = try await MosquittoServer.start()
        let hearer = try subscriber(broker, version)
        var options = options(broker, "sender", version)
        options.resendsUnacknowledged = resends
        let sender = try DrivenClient(options)
        try sender.connect()
        try sender.client.publish(topic: "t", payload: Array("first".utf8))
        sender.client.drop()
        sender.connections = []
        try sender.connect()
        try sender.client.publish(topic: "t", payload: Array("second".utf8))
        try sender.turn(until: "published") { sender.published.count == (resends ? 2 : 1) }
        try hearer.turn(until: "heard") { hearer.heard.last?.payload == "second" }
        #expect(hearer.heard.map(\.payload) == (resends ? ["first", "second"] : ["second"]))
    }

    @Test("what could not be delivered in time is thrown away by a broker of MQTT 5")
    func expiry() async throws {
        let broker = try await MosquittoServer.start()
        var away: DrivenClient? = try subscriber(broker, .v5)
        away?.client.disconnect()
        try away?.turn(until: "good-bye sent") { away?.client.socket == nil }
        away = nil
        let sender = try DrivenClient(options(broker, "sender", .v5))
        try sender.connect()
        try sender.client.publish(topic: "t", payload: Array("now".utf8), expiresAfterSeconds: 1)
        try sender.client.publish(topic: "t", payload: Array("later".utf8), expiresAfterSeconds: 3_600)
        try sender.turn(until: "published") { sender.published.count == 2 }
        // What a broker throws away nobody is told of, so there is nothing else to wait for than its clock.
        try await Task.sleep(for: .seconds(2.1))
        let back = try reconnected(broker, .v5)
        try back.turn(until: "heard") { !back.heard.isEmpty }
        #expect(back.heard.map(\.payload) == ["later"])
    }

    @Test func whatArrivesWhileTheClientIsAwayIsKeptOverTheBrokersRestart() async throws {
        var settings = MosquittoOptions()
        settings.isPersistent = true
        let broker = try await MosquittoServer.start(settings)
        _ = try subscriber(broker, .v311)
        try publish(broker)
        try await broker.stop()
        try await broker.startAgain()
        let agent = try reconnected(broker, .v311)
        try agent.turn(until: "all that came meanwhile") { agent.heard.count == count }
    }

    @Test func aMaximumEndsABatchAndLosesNothing() async throws {
        let broker = try await MosquittoServer.start()
        let agent = try subscriber(broker, .v311)
        try publish(broker)
        var batches: [MQTTReadOutcome] = []
        try blockUntil("all read in batches") {
            batches.append(agent.client.readAvailable(maximum: 100))
            agent.client.write()
            return agent.heard.count == count
        }
        #expect(batches.allSatisfy { $0.messages <= 100 })
        #expect(batches.contains { $0.messages == 100 && !$0.isDrained })
    }

    private func subscriber(
        _ broker: MosquittoServer, _ version: MQTTClientOptions.Version
    ) throws -> DrivenClient {
        let agent = try DrivenClient(options(broker, "agent", version))
        try agent.connect()
        try agent.subscribe("t")
        return agent
    }

    private func reconnected(
        _ broker: MosquittoServer, _ version: MQTTClientOptions.Version
    ) throws -> DrivenClient {
        let agent = try DrivenClient(options(broker, "agent", version))
        try agent.client.connect()
        try agent.turn(until: "connected") { !agent.connections.isEmpty }
        #expect(agent.connections == [true], "the session was kept")
        return agent
    }

    private func publish(_ broker: MosquittoServer, from first: Int = 0, count: Int? = nil) throws {
        let sender = try DrivenClient(options(broker, "sender"))
        try sender.connect()
        for number in first..<(first + (count ?? self.count)) {
            try sender.client.publish(topic: "t", payload: Array(String(number).utf8))
        }
        try sender.turn(until: "all published") { sender.published.count == count ?? self.count }
    }
}

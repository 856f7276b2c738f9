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

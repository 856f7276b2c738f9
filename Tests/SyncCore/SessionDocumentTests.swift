import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

/// Stream D and the downlink in rounds.
@Suite struct SessionDocumentTests {
    @Test func dirtyDocumentsBecomeRecordsOfTheNextRoundAndAreSettled() throws {
        var driver = SessionDriver()
        driver.agent.dirty = [false, false]
        driver.start()
        let request = try driver.gather()
        #expect(request.documents?.records.map(\.seq) == [1, 2])
        #expect(request.hello.newestDocument == 2)
        #expect(request.hello.documentsAcknowledged?.seq == 0)
        #expect(request.hello.downlink?.seq == 0)
        #expect(request.hello.policyVersion == PolicyTable.standard.version)
        driver.answer(driver.acceptance(of: request))
        #expect(driver.settlement?.progress.documentsAcknowledged.seq == 2)
        driver.settle()
        #expect(driver.session.progress?.documentsAcknowledged.chain == driver.agent.documentChains[2])
    }

    @Test func aSafetyFieldStartsARoundAtOnceAheadOfPlainEvents() throws {
        var driver = SessionDriver()
        driver.start()
        try driver.exchange()
        driver.write(events: 1)
        driver.agent.dirty = [false]
        driver.handle(.backlogChanged(driver.agent.backlog))
        #expect(driver.plan == nil)
        driver.agent.dirty.append(true)
        driver.handle(.backlogChanged(driver.agent.backlog))
        let plan = try #require(driver.plan)
        #expect(plan.takesDocumentsFirst)
        #expect(plan.segmentsMax == 0)
        try driver.exchange()
        driver.settle()
        // It was sent and taken: nothing presses any more.
        #expect(driver.plan == nil)
    }

    @Test func aHelloSaysNoLessThanItsRoundCarries() throws {
        var driver = SessionDriver()
        driver.write(events: 1)
        driver.start()
        // What a person does between two steps is in the round, but not in the backlog that the session was told of.
        driver.write(events: 2)
        let request = try driver.gather()
        #expect(request.events?.records.map(\.seq) == [1, 2, 3])
        #expect(request.hello.newestEvent == 3)
    }

    @Test func criticalEventsGoBeforeSafetyFields() throws {
        var driver = SessionDriver()
        driver.write(events: 1, critical: true)
        driver.agent.dirty = [true]
        driver.start()
        #expect(try #require(driver.plan).takesDocumentsFirst == false)
    }

    @Test func neitherStreamStarvesTheOther() throws {
        var driver = SessionDriver(SimulatedAgent.settings)
        driver.write(events: 200)
        driver.agent.dirty = Array(repeating: true, count: 200)
        driver.start()
        for _ in 0..<5 {
            let request = try driver.gather()
            #expect(request.events != nil && request.documents != nil)
            driver.answer(driver.acceptance(of: request))
            driver.settle()
        }
    }

    @Test func aHubWithoutDocumentsGetsNoneAfterItsFirstAnswer() throws {
        var driver = SessionDriver()
        driver.agent.dirty = [true]
        driver.start()
        for _ in 0..<3 {
            let request = try driver.gather()
            var answer = driver.acceptance(of: request)
            answer.documents = nil
            driver.answer(answer)
            driver.settle()
            driver.now = driver.now.advanced(seconds: 2)
            driver.handle(.tick(random: 0))
        }
        #expect(driver.plan?.documentsAfter == nil)
        #expect(driver.session.progress?.documentsAcknowledged.seq == 0)
    }

    @Test func aHeldStreamOfDocumentsDoesNotPress() throws {
        var driver = SessionDriver()
        driver.start()
        let request = try driver.gather()
        var answer = driver.acceptance(of: request)
        answer.credits = [Credit(stream: .documents, bytes: 0, records: 0)]
        driver.answer(answer)
        driver.agent.dirty = [false]
        driver.handle(.backlogChanged(driver.agent.backlog))
        #expect(driver.plan == nil)
    }

    @Test func theDownlinkIsSettledWholeAndMoreOfItPresses() throws {
        var driver = SessionDriver()
        driver.start()
        let request = try driver.gather()
        var answer = driver.acceptance(of: request)
        answer.downlink = Self.downlink(driver, 1...3)
        answer.hasMoreDownlink = true
        driver.answer(answer)
        #expect(driver.settlement?.downlink.map(\.seq) == [1, 2, 3])
        driver.settle()
        let next = try driver.gather()
        #expect(next.hello.downlink?.seq == 3)
        #expect(next.hello.downlink?.chain == answer.downlink?.chainAfter)
    }

    @Test func aWrongDownlinkIsRefusedAndTheRestOfTheAnswerCounts() throws {
        let changes: [(inout EventBatch) -> DownlinkRefusal] = [
            { batch in
                batch.records.removeFirst()
                return .gap(first: 2, expected: 1)
            },
            { batch in
                batch.records[1].seq = 7
                return .gap(first: 7, expected: 2)
            },
            { batch in
                batch.chainBefore = Digest(of: [])
                return .chainBroken(seq: 0)
            },
            { batch in
                batch.records[2].payload = [9]
                return .chainBroken(seq: 3)
            },
        ]
        for change in changes {
            var driver = SessionDriver()
            driver.write(events: 1)
            driver.start()
            let request = try driver.gather()
            var answer = driver.acceptance(of: request)
            var batch = Self.downlink(driver, 1...3)
            let refusal = change(&batch)
            answer.downlink = batch
            answer.hasMoreDownlink = true
            driver.answer(answer)
            #expect(driver.reports.contains(.downlinkRefused(refusal)))
            #expect(driver.settlement?.downlink.isEmpty == true)
            #expect(driver.settlement?.progress.acknowledged.seq == 1)
            driver.settle()
            #expect(driver.plan == nil)
            driver.now = driver.now.advanced(seconds: 2)
            driver.handle(.tick(random: 0))
            #expect(try driver.gather().hello.downlink?.seq == 0)
        }
    }

    @Test func acknowledgingDocumentsThatWereNeverSentIsRefused() throws {
        let cases: [(inout RoundAnswer) -> AnswerRefusal] = [
            { answer in
                answer.documents?.seq = 9
                return .documentsUnsent(acknowledged: 9, written: 2)
            },
            { answer in
                answer.documents?.chain = Digest(of: [])
                return .documentChainMismatch(seq: 2)
            },
            { answer in
                answer.quarantinedDocuments = [3]
                return .documentQuarantineUnsent(3)
            },
        ]
        for change in cases {
            var driver = SessionDriver()
            driver.agent.dirty = [false, false]
            driver.start()
            let request = try driver.gather()
            var answer = driver.acceptance(of: request)
            let refusal = change(&answer)
            driver.answer(answer)
            #expect(driver.reports.first == .answerRefused(refusal))
            #expect(driver.settlement == nil)
        }
    }

    @Test func aHubThatLostDocumentsGetsThemAgain() throws {
        var driver = SessionDriver()
        driver.agent.dirty = [false, true, false]
        driver.start()
        try driver.exchange()
        driver.settle()
        driver.now = driver.now.advanced(seconds: 2)
        driver.handle(.tick(random: 0))
        let request = try driver.gather()
        var answer = driver.acceptance(of: request)
        answer.documents = EventCursor(seq: 1, chain: driver.agent.documentChains[1])
        driver.answer(answer)
        #expect(driver.reports.contains(.documentsWentBack(resendingFrom: 2)))
        driver.settle()
        driver.now = driver.now.advanced(seconds: 2)
        driver.handle(.tick(random: 0))
        #expect(try driver.gather().documents?.records.map(\.seq) == [2, 3])
    }

    @Test func whatTheStoreLeftOfADownlinkIsAskedForWithTheNextRoundAndNotAtOnce() throws {
        var driver = SessionDriver()
        driver.start()
        var answer = driver.acceptance(of: try driver.gather())
        let batch = Self.downlink(driver, 1...3)
        answer.downlink = batch
        answer.hasMoreDownlink = true
        driver.answer(answer)
        let settlement = try #require(driver.settlement)
        let first = EventBatch(records: Array(batch.records.prefix(1)), following: batch.chainBefore)
        let taken = EventCursor(seq: 1, chain: first.chainAfter)
        driver.handle(.settled(round: settlement.round, downlink: taken))
        #expect(driver.plan == nil)
        #expect(driver.session.progress?.downlink == taken)
        driver.now = driver.now.advanced(seconds: 60)
        driver.handle(.tick(random: 0))
        #expect(try driver.gather().hello.downlink == taken)
    }

    private static func downlink(_ driver: SessionDriver, _ seqs: ClosedRange<UInt64>) -> EventBatch {
        EventBatch(
            records: seqs.map { seq in
                EventRecord(seq: seq, kind: .documentPatch, priority: .routine, payload: [UInt8(seq)])
            }, following: EventChain.start(of: driver.agent.incarnation, stream: .downlink))
    }
}

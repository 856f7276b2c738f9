internal import AgentAutonomy
internal import AgentIngest
internal import AgentStore
internal import AnalyticsForest
internal import Logging
internal import Observability
internal import Runtime
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// Models that the hub delivers: fetched by their digests beside the rounds, stored, and only then run.
///
/// One is fetched at a time. The one before goes on until the new one is stored; without the hub what is stored runs.
extension PlantLoop {
    /// Takes what a machine's document says of its forest.
    func takeForestWish(of document: Document, for watch: MachineWatch) {
        guard let value = document.value(of: FieldPath(known: "model.forest"), by: store.policies) else {
            watch.forest.want(nil)
            return withdrawForest(of: watch)
        }
        guard let wish = ModelWish(value) else { return refuse(.wishInvalid, of: watch) }
        watch.forest.want(wish)
    }

    /// Fetches the next model that is wanted, while the hub can be reached.
    func fetchModels() {
        if let fetching, uptime.seconds(since: fetching.since) < Self.fetchSecondsMax { return }
        fetching = nil
        guard let hub, hubState.isReachable else { return }
        for _ in 0..<watches.count {
            nextFetch = (nextFetch + 1) % watches.count
            let watch = watches[nextFetch]
            guard watch.forest.isDue(uptime), let wish = watch.forest.wish else { continue }
            fetching = (wish.digest, uptime)
            hub.fetch(wish) { [inbox, key = watch.key] result in
                inbox.post(.modelFetched(machine: key, wish, result))
            }
            return
        }
    }

    /// Takes what was fetched; the guard gets it once it is stored.
    func takeModel(_ machine: MachineKey, _ wish: ModelWish, _ result: Result<[UInt8], RoundFailure>) {
        if fetching?.digest == wish.digest { fetching = nil }
        guard let index = router.index(of: machine), index < watches.count, watches[index].forest.wish == wish else {
            return
        }
        let watch = watches[index]
        switch result {
        case .failure(let failure):
            counts.modelFetchesFailed &+= 1
            watch.forest.failed(nil, at: uptime)
            logger.warning(
                "a model could not be fetched",
                metadata: ["machine": "\(machine)", "digest": "\(wish.digest)", "error": "\(failure)"])
        case .success(let bytes):
            let stored = StoredForest(wish: wish, bytes: bytes)
            do {
                // On a copy first: what is not fit to run is not stored.
                var trial = watch.guardian
                try Self.run(stored, on: &trial)
                save(stored.body(), as: StateName.forests + machine.description)
                save([], as: StateName.tails + machine.description)
                forestsToRun.append((machine, stored))
            } catch {
                refuse(error, of: watch)
            }
        }
    }

    /// Runs what has just become durable.
    func runStoredForests() {
        for (machine, stored) in forestsToRun {
            guard let index = router.index(of: machine), index < watches.count else { continue }
            let watch = watches[index]
            do {
                try Self.run(stored, on: &watch.guardian)
                watch.forest.took(stored.wish)
                say(
                    "MODEL_RUNS", of: machine,
                    "Forest \(stored.wish.version), \(stored.wish.bytes) bytes, digest \(stored.wish.digest).")
                logger.notice(
                    "a machine runs another forest",
                    metadata: ["machine": "\(machine)", "version": "\(stored.wish.version)"])
            } catch {
                refuse(error, of: watch)
            }
        }
        forestsToRun.removeAll()
    }

    /// After a restart: the forest that was stored runs at once, and what was learned of its scores goes on.
    func restoreForest(of watch: MachineWatch) {
        do {
            let body = try store.state(StateName.forests + watch.key.description) ?? []
            guard !body.isEmpty else { return }
            let stored = try StoredForest(body: body)
            try Self.run(stored, on: &watch.guardian)
            watch.forest.took(stored.wish)
            let tails = try store.state(StateName.tails + watch.key.description) ?? []
            if !tails.isEmpty { try watch.guardian.restoreForest(tails) }
        } catch {
            // It is fetched again, as one that was never there.
            logger.warning(
                "a stored forest is left out", metadata: ["machine": "\(watch.key)", "error": "\(error)"])
        }
    }

    /// A watch that takes another's place runs its forest, where that fits the new profile.
    func carryForest(from old: MachineWatch, to watch: MachineWatch) {
        watch.forest = old.forest
        guard old.forest.running != nil else { return }
        watch.forest.running = nil
        restoreForest(of: watch)
    }

    func saveTails(of watch: MachineWatch) {
        let tails = watch.guardian.forestSnapshot()
        if !tails.isEmpty { save(tails, as: StateName.tails + watch.key.description) }
    }

    private func withdrawForest(of watch: MachineWatch) {
        let waits = forestsToRun.contains { $0.machine == watch.key }
        guard waits || watch.forest.running != nil else { return }
        forestsToRun.removeAll { $0.machine == watch.key }
        watch.guardian.dropForest()
        watch.forest.running = nil
        save([], as: StateName.forests + watch.key.description)
        save([], as: StateName.tails + watch.key.description)
        logger.notice("a machine's forest is withdrawn", metadata: ["machine": "\(watch.key)"])
    }

    /// Says why a model is not run; once for as long as the reason stays the same.
    private func refuse(_ refusal: ModelRefusal, of watch: MachineWatch) {
        let isNews = watch.forest.refusal != refusal
        watch.forest.failed(refusal, at: uptime)
        board.modelsRefused(refusal.code).increment()
        guard isNews else { return }
        say("MODEL_REFUSED", of: watch.key, "\(refusal.code): \(refusal.message)")
        logger.error(
            "\(refusal.code): a model is not run",
            metadata: ["machine": "\(watch.key)", "why": "\(refusal.message)"])
    }

    private static func run(_ stored: StoredForest, on guardian: inout MachineGuard) throws(ModelRefusal) {
        guard stored.bytes.count == stored.wish.bytes, Digest(of: stored.bytes) == stored.wish.digest else {
            throw .digestWrong
        }
        let forest: IsolationForest
        do throws(SnapshotError) {
            forest = try IsolationForest(snapshot: stored.bytes)
        } catch {
            throw .notReadable("\(error)")
        }
        do throws(ForestRefusal) {
            try guardian.take(forest, version: stored.wish.version)
        } catch {
            throw ModelRefusal(error)
        }
    }

    /// Writes into stream E what became of a model; the hub's audit shows it.
    private func say(_ action: String, of machine: MachineKey, _ detail: String) {
        batch.events.append(
            .audit(
                AuditEntry(at: now, actor: "agent", action: action, target: machine.description, detail: detail)))
    }

    /// After this long a fetch of which nothing was heard is given up: 32 pieces at their longest.
    private static let fetchSecondsMax = 1_000.0
}

internal import AgentPipeline
internal import Glibc
internal import Runtime
internal import Synchronization

/// The thread that the plant loop lives on from its making to its end.
final class PlantThread: Sendable {
    private struct State {
        var failure: (any Error)?
        var hasEnded = false
        var begun = false
    }

    private let state = Mutex(State())
    private let thread = Mutex<pthread_t>(0)
    private let make: @Sendable () throws -> PlantLoop

    private init(make: @escaping @Sendable () throws -> PlantLoop) {
        self.make = make
    }

    /// Makes the loop on a thread of its own and runs it there; throws what its making threw.
    static func start(_ make: @escaping @Sendable () throws -> PlantLoop) throws -> PlantThread {
        let plant = PlantThread(make: make)
        var thread = pthread_t()
        let box = Unmanaged.passRetained(plant).toOpaque()
        let result = pthread_create(&thread, nil, plantThreadMain, box)
        guard result == 0 else {
            Unmanaged<PlantThread>.fromOpaque(box).release()
            throw PipelineError.system("pthread_create", result)
        }
        plant.thread.withLock { $0 = thread }
        while !plant.state.withLock({ $0.begun || $0.hasEnded }) { usleep(1_000) }
        if plant.hasEnded, let failure = plant.failure {
            plant.join()
            throw failure
        }
        return plant
    }

    /// Whether the loop is over.
    var hasEnded: Bool { state.withLock { $0.hasEnded } }

    /// Why it is over, when it did not end by itself.
    var failure: (any Error)? { state.withLock { $0.failure } }

    /// Waits for its end; once.
    func join() {
        let thread = thread.withLock { $0 }
        pthread_join(thread, nil)
    }

    fileprivate func main() {
        do {
            let loop = try make()
            state.withLock { $0.begun = true }
            try loop.run()
        } catch {
            state.withLock { $0.failure = error }
        }
        state.withLock { $0.hasEnded = true }
        ProcessSignals.wake()
    }
}

/// A file-scope function, because a closure that a C thread calls would inherit isolation and trap.
private func plantThreadMain(_ box: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let box { Unmanaged<PlantThread>.fromOpaque(box).takeRetainedValue().main() }
    return nil
}

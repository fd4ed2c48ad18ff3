from tests.ui.driver import Room
import time
async def test_x(room: Room) -> None:
    name = room.begun()
    t=time.time()
    async with room.desk() as desk:
        print("start", time.time()-t)
        print(desk.text()); 
        t=time.time()
        await desk.open()
        print("open", time.time()-t)
        print(desk.text()); 
        t=time.time()
        await desk.write("Hello there [/] x")
        print("write", time.time()-t)
        t=time.time()
        for i in range(10): await desk.press("j")
        print("10 keys", time.time()-t)
        await desk.flush()
        print(desk.text())
        t=time.time()
        await desk.press("A")
        print(desk.text())
        print("A", time.time()-t)
        await desk.press("escape","?")
        print(desk.text())
        await desk.press("escape", "e")
        print(desk.text())
        t=time.time()
    print("close", time.time()-t)
    

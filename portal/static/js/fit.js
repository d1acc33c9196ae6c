// The wall: a picture of 1920 x 1080, fitted as a whole to whatever screen shows it.
const WIDTH = 1920;
const HEIGHT = 1080;
const picture = document.getElementById("screen");

function fit() {
  picture.style.zoom = Math.min(innerWidth / WIDTH, innerHeight / HEIGHT);
}

addEventListener("resize", fit);
fit();
